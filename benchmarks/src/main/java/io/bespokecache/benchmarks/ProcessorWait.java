package io.bespokecache.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * How long the thread that made this was ready to run and had no processor, by Linux's
 * count; elsewhere always zero. Time for which it waited for a lock is not in it.
 */
final class ProcessorWait implements Closeable {

	private static final Path COUNT = Path.of("/proc/thread-self/schedstat");

	private static final int LENGTH = 64;

	private final @Nullable RandomAccessFile file;

	private final byte[] text = new byte[LENGTH];

	private long last;

	ProcessorWait() {
		try {
			this.file = Files.isReadable(COUNT) ? new RandomAccessFile(COUNT.toFile(), "r") : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.last = total();
	}

	/**
	 * The time since the last call.
	 * @return nanoseconds
	 */
	long sinceLast() {
		long total = total();
		long since = total - this.last;
		this.last = total;
		return since;
	}

	/** The second of three numbers. */
	private long total() {
		if (this.file == null) {
			return 0;
		}
		try {
			this.file.seek(0);
			int length = this.file.read(this.text);
			return Long.parseLong(new String(this.text, 0, length, StandardCharsets.US_ASCII).split(" ", -1)[1]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		if (this.file != null) {
			this.file.close();
		}
	}

}
