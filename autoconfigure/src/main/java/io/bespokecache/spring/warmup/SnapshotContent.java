package io.bespokecache.spring.warmup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.bespokecache.spring.json.JsonType;
import io.bespokecache.spring.json.Sha256;

/**
 * The lines of a snapshot: a header, a line for each entry, a footer with the number of
 * entries, and a checksum of everything before it. A line of an entry has three fields,
 * parted by tabs: its age in milliseconds, its key, and its value; the last is empty for
 * {@code null}.
 */
final class SnapshotContent {

	static final byte END_OF_FIELD = '\t';

	static final byte END_OF_LINE = '\n';

	private static final int CHECKSUM_LENGTH = Sha256.DIGITS + 1;

	/** Greatest length of what follows the entries. */
	static final int GREATEST_TAIL_LENGTH = footer(Long.MAX_VALUE).length() + CHECKSUM_LENGTH;

	private final byte[] bytes;

	private final int headerLength;

	private final int footer;

	private SnapshotContent(byte[] bytes, int headerLength, int footer) {
		this.bytes = bytes;
		this.headerLength = headerLength;
		this.footer = footer;
	}

	/**
	 * Takes the content of a file apart, and makes sure that it is whole.
	 * @param bytes the content
	 * @return the lines
	 * @throws SnapshotRefusedException if anything is missing or has changed
	 */
	static SnapshotContent of(byte[] bytes) throws SnapshotRefusedException {
		int headerLength = indexOf(END_OF_LINE, bytes, 0, bytes.length);
		if (headerLength == bytes.length) {
			throw new SnapshotRefusedException("is damaged: it ends within its header");
		}
		SnapshotHeader.requireKnownVersion(bytes, headerLength);
		int checksum = bytes.length - CHECKSUM_LENGTH;
		if (checksum <= headerLength || bytes[checksum - 1] != END_OF_LINE || bytes[bytes.length - 1] != END_OF_LINE
				|| !Sha256.of(bytes, checksum)
					.equals(new String(bytes, checksum, Sha256.DIGITS, StandardCharsets.US_ASCII))) {
			throw new SnapshotRefusedException("is damaged: its checksum does not fit its content");
		}
		int footer = checksum - 1;
		while (bytes[footer - 1] != END_OF_LINE) {
			footer--;
		}
		SnapshotContent content = new SnapshotContent(bytes, headerLength, footer);
		content.requireComplete(new String(bytes, footer, checksum - footer, StandardCharsets.UTF_8));
		return content;
	}

	private void requireComplete(String footerLine) throws SnapshotRefusedException {
		long lines = 0;
		for (int i = this.headerLength + 1; i < this.footer; i++) {
			if (this.bytes[i] == END_OF_LINE) {
				lines++;
			}
		}
		if (!footerLine.equals(footer(lines))) {
			throw new SnapshotRefusedException("is damaged: it does not have the number of entries that it says");
		}
	}

	SnapshotHeader header() throws SnapshotRefusedException {
		return SnapshotHeader.read(this.bytes, this.headerLength);
	}

	/**
	 * Shows every entry.
	 */
	void forEachLine(LineVisitor visitor) {
		int line = this.headerLength + 1;
		while (line < this.footer) {
			int end = indexOf(END_OF_LINE, this.bytes, line, this.footer);
			int key = indexOf(END_OF_FIELD, this.bytes, line, end) + 1;
			int value = indexOf(END_OF_FIELD, this.bytes, key, end) + 1;
			visitor.visit(new Line(this.bytes, line, key, value, end));
			line = end + 1;
		}
	}

	private static int indexOf(byte searched, byte[] bytes, int from, int to) {
		int i = from;
		while (i < to && bytes[i] != searched) {
			i++;
		}
		return i;
	}

	static String footer(long entries) {
		return "{\"entries\":" + entries + "}" + (char) END_OF_LINE;
	}

	/**
	 * Where the fields of an entry are.
	 *
	 * @param bytes holds them
	 * @param age where the age starts
	 * @param key where the key starts
	 * @param value where the value starts
	 * @param end where the line ends
	 */
	@SuppressWarnings("ArrayRecordComponent") // a view that lives for one call
	record Line(byte[] bytes, int age, int key, int value, int end) {

		/**
		 * Refuses a line with too few fields. One with too many has a value that is no
		 * JSON.
		 */
		void requireWhole() throws SnapshotRefusedException {
			if (this.value > this.end) {
				throw new SnapshotRefusedException("does not have three fields");
			}
		}

		Duration readAge() throws SnapshotRefusedException {
			long millis = Long
				.parseLong(new String(this.bytes, this.age, this.key - 1 - this.age, StandardCharsets.US_ASCII));
			if (millis < 0) {
				throw new SnapshotRefusedException("has a negative age");
			}
			return Duration.ofMillis(millis);
		}

		Object readKey(KeyFormat format) throws SnapshotRefusedException {
			return format.read(this.bytes, this.key, this.value - 1 - this.key);
		}

		boolean isNull() {
			return this.value == this.end;
		}

		Object readValue(JsonType type) {
			return type.read(this.bytes, this.value, this.end - this.value);
		}

	}

	/**
	 * Is shown the entries of a snapshot.
	 */
	@FunctionalInterface
	interface LineVisitor {

		void visit(Line line);

	}

}
