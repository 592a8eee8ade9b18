package io.bespokecache.spring.warmup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

import io.bespokecache.spring.CacheEntries;
import io.bespokecache.spring.WarmStart;
import io.bespokecache.spring.WarmUpReport.Written;
import io.bespokecache.spring.json.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of a cache, as long as there is room for them.
 */
final class SnapshotWriter implements CacheEntries.Visitor {

	private final OutputStream output;

	private final SnapshotTypes types;

	private final WarmStart warmStart;

	private final MessageDigest digest = Sha256.newDigest();

	private final Line line = new Line();

	private final FirstProblem problem = new FirstProblem();

	private long bytes;

	private long entries;

	private long skipped;

	private long leftOut;

	/** Whether an entry was left out, and so every later one is. */
	private boolean full;

	private boolean readBack;

	SnapshotWriter(OutputStream output, SnapshotTypes types, WarmStart warmStart) {
		this.output = output;
		this.types = types;
		this.warmStart = warmStart;
	}

	void writeHeader(SnapshotHeader header) throws IOException, SnapshotRefusedException {
		byte[] json = header.toJson();
		if (json.length + 1 + SnapshotContent.GREATEST_TAIL_LENGTH > this.warmStart.maximumBytes()) {
			throw new SnapshotRefusedException("is not written, because its maximum-size of "
					+ this.warmStart.maximumBytes() + " bytes has no room for an entry");
		}
		this.line.begin(Integer.MAX_VALUE);
		this.line.writeBytes(json);
		this.line.write(SnapshotContent.END_OF_LINE);
		append();
	}

	@Override
	public void visit(Object key, @Nullable Object value, Duration age) {
		if (this.full || isLast()) {
			this.full = true;
			this.leftOut++;
			return;
		}
		this.line.begin(this.warmStart.maximumBytes() - this.bytes - SnapshotContent.GREATEST_TAIL_LENGTH);
		try {
			write(key, value, age);
			append();
			this.entries++;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (SnapshotRefusedException | RuntimeException | LinkageError ex) {
			if (this.line.overflowed) {
				this.full = true;
				this.leftOut++;
			}
			else {
				this.skipped++;
				this.problem.set(ex);
			}
		}
	}

	private boolean isLast() {
		Long maximumEntries = this.warmStart.maximumEntries();
		return maximumEntries != null && this.entries >= maximumEntries;
	}

	private void write(Object key, @Nullable Object value, Duration age) throws SnapshotRefusedException {
		// Rounded up, so that nothing comes back younger than it was.
		this.line.writeBytes(Long.toString(age.plusNanos(999_999).toMillis()).getBytes(StandardCharsets.US_ASCII));
		this.line.write(SnapshotContent.END_OF_FIELD);
		int start = this.line.size();
		this.types.keys().write(key, this.line);
		this.line.requireOneField(start);
		this.line.write(SnapshotContent.END_OF_FIELD);
		if (value != null) {
			start = this.line.size();
			this.types.values().write(value, this.line);
			this.line.requireOneField(start);
			requireReadable(start);
		}
		this.line.write(SnapshotContent.END_OF_LINE);
	}

	/**
	 * Tries one value, so that a type that can only be written is noticed now rather than
	 * at the next start.
	 */
	private void requireReadable(int start) {
		if (!this.readBack) {
			this.types.values().read(this.line.buffer(), start, this.line.size() - start);
			this.readBack = true;
		}
	}

	private void append() throws IOException {
		this.line.writeTo(this.output);
		this.digest.update(this.line.buffer(), 0, this.line.size());
		this.bytes += this.line.size();
	}

	void writeFooter() throws IOException {
		byte[] footer = SnapshotContent.footer(this.entries).getBytes(StandardCharsets.US_ASCII);
		this.digest.update(footer);
		byte[] checksum = (Sha256.format(this.digest.digest()) + (char) SnapshotContent.END_OF_LINE)
			.getBytes(StandardCharsets.US_ASCII);
		this.output.write(footer);
		this.output.write(checksum);
		this.bytes += footer.length + checksum.length;
	}

	Written report(Instant writtenAt) {
		return new Written(this.entries, this.skipped, this.leftOut, this.bytes, writtenAt, this.problem.text());
	}

	/**
	 * A line that is being written. Refuses to outgrow the room that is left.
	 */
	private static final class Line extends ByteArrayOutputStream {

		private long limit;

		private boolean overflowed;

		void begin(long limit) {
			reset();
			this.limit = limit;
			this.overflowed = false;
		}

		/**
		 * Refuses what would not be read as one field. JSON has neither a tab nor a line
		 * feed in it, unless somebody writes it by hand.
		 */
		void requireOneField(int start) throws SnapshotRefusedException {
			for (int i = start; i < this.count; i++) {
				if (this.buf[i] == SnapshotContent.END_OF_FIELD || this.buf[i] == SnapshotContent.END_OF_LINE) {
					throw new SnapshotRefusedException("is written as JSON of more than one line");
				}
			}
		}

		@Override
		public synchronized void write(int b) {
			requireRoom(1);
			super.write(b);
		}

		@Override
		public synchronized void write(byte[] bytes, int offset, int length) {
			requireRoom(length);
			super.write(bytes, offset, length);
		}

		private void requireRoom(int length) {
			if (this.count + (long) length > this.limit) {
				this.overflowed = true;
				throw new IllegalStateException("No room for the entry");
			}
		}

		byte[] buffer() {
			return this.buf;
		}

	}

}
