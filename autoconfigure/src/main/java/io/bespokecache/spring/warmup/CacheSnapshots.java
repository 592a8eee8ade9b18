package io.bespokecache.spring.warmup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

import io.bespokecache.spring.CacheEntries;
import io.bespokecache.spring.WarmStart;
import io.bespokecache.spring.WarmUpReport.Restored;
import io.bespokecache.spring.WarmUpReport.Written;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the entries of a cache to its snapshot, and takes them back. Needs Jackson 3.
 * <p>
 * A snapshot is used once: it is deleted before its entries enter the cache. It would
 * otherwise bring back, after a crash, entries that had been evicted since it was
 * written.
 */
public final class CacheSnapshots {

	/** How far clocks may differ that should show the same time. */
	private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

	private final Supplier<JsonMapper> mapper;

	private final InstantSource clock;

	private final @Nullable ClassLoader classLoader;

	/**
	 * Creates an object that needs the mapper only when it reads or writes.
	 * @param mapper writes keys and values; never with the names of classes, whatever it
	 * is configured to do
	 * @param clock tells how old a snapshot is
	 * @param classLoader loads the declared types; {@code null} for the default
	 */
	public CacheSnapshots(Supplier<JsonMapper> mapper, InstantSource clock, @Nullable ClassLoader classLoader) {
		this.mapper = mapper;
		this.clock = clock;
		this.classLoader = classLoader;
	}

	/**
	 * Takes the entries of a snapshot into a cache. Each is as old as when it was
	 * written, and the time since.
	 * @param cacheName name of the cache
	 * @param entries the cache
	 * @param warmStart where the snapshot is, and what it holds
	 * @return what was done, or why nothing was; {@code null} if there is no snapshot
	 */
	public @Nullable Restored restore(String cacheName, CacheEntries entries, WarmStart warmStart) {
		SnapshotFile file = fileOf(warmStart.file());
		Instant start = this.clock.instant();
		try {
			file.discardAbandoned(start);
			byte[] bytes = file.read(warmStart.maximumBytes());
			return (bytes != null) ? restore(cacheName, entries, warmStart, file, bytes, start) : null;
		}
		catch (SnapshotRefusedException ex) {
			return cold(ex.getMessage() + discard(file), start);
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			return cold("cannot be read (" + ex + ")", start);
		}
	}

	private Restored restore(String cacheName, CacheEntries entries, WarmStart warmStart, SnapshotFile file,
			byte[] bytes, Instant start) throws IOException, SnapshotRefusedException {
		SnapshotContent content = SnapshotContent.of(bytes);
		SnapshotTypes types = SnapshotTypes.of(this.mapper.get(), warmStart, this.classLoader);
		SnapshotHeader header = content.header();
		Instant now = this.clock.instant();
		header.requireMatch(headerOf(cacheName, entries, warmStart, types, now));
		Duration since = Duration.between(header.writtenAt(), now);
		if (since.compareTo(CLOCK_TOLERANCE.negated()) < 0) {
			throw new SnapshotRefusedException("was written at " + header.writtenAt() + ", which is yet to come");
		}
		Duration timeToIdle = entries.timeToIdle();
		if (timeToIdle != null && since.compareTo(timeToIdle) >= 0) {
			throw new SnapshotRefusedException(
					"holds entries that nobody has read for longer than expire-after-access");
		}
		if (!file.discard()) {
			throw new SnapshotRefusedException("cannot be deleted, and so might bring back what has been evicted");
		}
		SnapshotReader reader = new SnapshotReader(entries, types, since.isNegative() ? Duration.ZERO : since);
		content.forEachLine(reader);
		Instant end = this.clock.instant();
		return reader.report(header.writtenAt(), end, between(start, end));
	}

	/**
	 * A snapshot that is refused now could be in order for a later start: of a version of
	 * the application that is rolled back to, say. Its entries would then be out of date.
	 */
	private static String discard(SnapshotFile file) {
		try {
			return file.discard() ? "; it was deleted" : "";
		}
		catch (IOException ex) {
			return "; it cannot be deleted (" + ex + ")";
		}
	}

	/**
	 * Writes the entries of a cache, in the order in which the cache shows them, until
	 * the bounds of the file are reached.
	 * @param cacheName name of the cache
	 * @param entries the cache
	 * @param warmStart where the snapshot is to be, and what it holds
	 * @return what was done, or why nothing was
	 */
	public Written write(String cacheName, CacheEntries entries, WarmStart warmStart) {
		try {
			SnapshotTypes types = SnapshotTypes.of(this.mapper.get(), warmStart, this.classLoader);
			Instant now = this.clock.instant();
			SnapshotHeader header = headerOf(cacheName, entries, warmStart, types, now);
			SnapshotFile file = fileOf(warmStart.file());
			SnapshotWriter[] writers = new SnapshotWriter[1];
			file.replace((output) -> {
				SnapshotWriter writer = new SnapshotWriter(output, types, warmStart);
				writer.writeHeader(header);
				entries.forEachEntry(writer);
				writer.writeFooter();
				writers[0] = writer;
			});
			return writers[0].report(now);
		}
		catch (SnapshotRefusedException ex) {
			return failed(String.valueOf(ex.getMessage()));
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			return failed("cannot be written (" + ex + ")");
		}
	}

	private static SnapshotFile fileOf(Path path) {
		return new SnapshotFile(path, SnapshotHeader.magic());
	}

	private static SnapshotHeader headerOf(String cacheName, CacheEntries entries, WarmStart warmStart,
			SnapshotTypes types, Instant now) {
		return new SnapshotHeader(cacheName, warmStart.keyTypes(), warmStart.valueType(), types.shape(),
				entries.keepsAges(), now);
	}

	private Restored cold(String problem, Instant start) {
		Instant end = this.clock.instant();
		return new Restored(0, 0, 0, null, end, between(start, end), problem);
	}

	/**
	 * A clock that is set back in between says nothing about the time that has passed.
	 */
	private static Duration between(Instant start, Instant end) {
		return end.isAfter(start) ? Duration.between(start, end) : Duration.ZERO;
	}

	private static Written failed(String problem) {
		return new Written(0, 0, 0, 0, null, problem);
	}

}
