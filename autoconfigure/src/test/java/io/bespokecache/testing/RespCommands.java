package io.bespokecache.testing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the names of the commands in what a client of Redis sends, in whatever slices it
 * comes. Gives up at the first byte that no RESP array of bulk strings has there.
 */
final class RespCommands {

	private static final Set<String> SUBSCRIBING = Set.of("SUBSCRIBE", "SSUBSCRIBE", "PSUBSCRIBE");

	private static final int LONGEST_LINE = 32;

	private final StringBuilder line = new StringBuilder();

	private boolean lost;

	/** Bulk strings that the array still has. */
	private long strings;

	/** Whether the next one is the command's name. */
	private boolean atName;

	/** Bytes of the bulk string that have not come, with its end of line. */
	private long bytes;

	private boolean subscribing;

	private final StringBuilder name = new StringBuilder();

	/**
	 * Whether a command that subscribes has come.
	 */
	boolean subscribing() {
		return this.subscribing;
	}

	void read(byte[] source, int length) {
		for (int i = 0; i < length && !this.lost && !this.subscribing; i++) {
			read((char) (source[i] & 0xFF));
		}
	}

	private void read(char octet) {
		if (this.bytes > 0) {
			readString(octet);
		}
		else if (octet == '\n') {
			endLine();
			this.line.setLength(0);
		}
		else if (this.line.length() == LONGEST_LINE) {
			this.lost = true;
		}
		else if (octet != '\r') {
			this.line.append(octet);
		}
	}

	private void readString(char octet) {
		this.bytes--;
		if (this.atName && this.name.length() < LONGEST_LINE && this.bytes >= 2) {
			this.name.append(octet);
		}
		if (this.bytes == 0) {
			if (this.atName) {
				this.subscribing = SUBSCRIBING.contains(this.name.toString().toUpperCase(Locale.ROOT));
				this.atName = false;
			}
			this.strings--;
		}
	}

	private void endLine() {
		char kind = this.line.isEmpty() ? ' ' : this.line.charAt(0);
		long number = number();
		if (number < 0 || kind != ((this.strings == 0) ? '*' : '$')) {
			this.lost = true;
		}
		else if (kind == '*') {
			this.strings = number;
			this.atName = true;
			this.name.setLength(0);
		}
		else {
			this.bytes = number + 2;
		}
	}

	private long number() {
		try {
			return Integer.parseInt(this.line, 1, this.line.length(), 10);
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			return -1;
		}
	}

	/**
	 * A command as a client sends it.
	 */
	static byte[] command(String... words) {
		StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
		for (String word : words) {
			command.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
		}
		return command.toString().getBytes(StandardCharsets.ISO_8859_1);
	}

}
