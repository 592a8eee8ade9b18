package io.bespokecache.spring;

import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjLongConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs the first large value of a cache, and none after it. Thread-safe.
 * <p>
 * The map tells of a large value under a lock. A key is turned into a text, and the line
 * written, by another thread, because both are somebody else's code.
 */
final class LargeValueLog implements ObjLongConsumer<Object> {

	private static final Log logger = LogFactory.getLog(LargeValueLog.class);

	private static final int LONGEST_KEY = 100;

	private final String cache;

	private final Executor executor;

	private final AtomicBoolean logged = new AtomicBoolean();

	/**
	 * Creates a log.
	 * @param cache name of the cache
	 * @param executor runs what writes the line, on another thread
	 */
	LargeValueLog(String cache, Executor executor) {
		this.cache = cache;
		this.executor = executor;
	}

	@Override
	public void accept(Object key, long bytes) {
		if (this.logged.get() || !this.logged.compareAndSet(false, true)) {
			return;
		}
		try {
			this.executor.execute(() -> log(key, bytes));
		}
		catch (RejectedExecutionException ex) {
			// The next one is the first to be logged.
			this.logged.set(false);
		}
		catch (RuntimeException | Error ex) {
			this.logged.set(false);
			throw ex;
		}
	}

	private void log(Object key, long bytes) {
		try {
			warn(key, bytes);
		}
		catch (RuntimeException | Error ex) {
			// Nobody has read of this one.
			this.logged.set(false);
			throw ex;
		}
	}

	private void warn(Object key, long bytes) {
		logger.warn("Cache '" + this.cache + "' was given a large value: that of the key '" + text(key) + "' takes "
				+ String.format(Locale.ROOT, "%,d", bytes) + " bytes, half of a region of the G1 collector or more, "
				+ "so it fills regions of its own, which are not compacted. Cache it in smaller parts, or make the "
				+ "regions larger with -XX:G1HeapRegionSize. Further ones are only counted, as largeValues in the "
				+ "endpoint and in the meter cache.large.values");
	}

	/**
	 * A key in one line, of at most a hundred characters.
	 */
	static String text(Object key) {
		String text;
		try {
			text = String.valueOf(key);
		}
		catch (RuntimeException ex) {
			return "(a " + key.getClass().getName() + " whose toString fails)";
		}
		int end = Math.min(text.length(), LONGEST_KEY);
		if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
			end--;
		}
		StringBuilder line = new StringBuilder(end);
		text.substring(0, end).codePoints().map(LargeValueLog::inLine).forEach(line::appendCodePoint);
		return (end < text.length()) ? line.append("...").toString() : line.toString();
	}

	/** Whatever may begin another line or steer a terminal becomes a space. */
	private static int inLine(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				' ';
			default -> character;
		};
	}

}
