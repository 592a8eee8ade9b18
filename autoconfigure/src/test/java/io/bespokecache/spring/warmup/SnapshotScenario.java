package io.bespokecache.spring.warmup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.bespokecache.spring.WarmStart;
import io.bespokecache.spring.WarmUpReport.Restored;
import io.bespokecache.spring.WarmUpReport.Written;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application with one cache that is stopped and started, at times that the test
 * decides.
 */
final class SnapshotScenario {

	static final Instant STOPPED = Instant.parse("2026-03-01T12:00:00Z");

	private String cacheName = "countries";

	private WarmStart warmStart;

	private JsonMapper mapper = JsonMapper.builder().build();

	private Instant now = STOPPED;

	private Duration effort = Duration.ZERO;

	SnapshotScenario(Path file, String keyType, String valueType) {
		this(file, List.of(keyType), valueType);
	}

	SnapshotScenario(Path file, List<String> keyTypes, String valueType) {
		this.warmStart = new WarmStart(file, keyTypes, valueType, WarmStart.DEFAULT_MAXIMUM_BYTES, null);
	}

	SnapshotScenario cacheName(String cacheName) {
		this.cacheName = cacheName;
		return this;
	}

	SnapshotScenario keyType(String keyType) {
		this.warmStart = new WarmStart(this.warmStart.file(), List.of(keyType), this.warmStart.valueType(),
				this.warmStart.maximumBytes(), this.warmStart.maximumEntries());
		return this;
	}

	SnapshotScenario valueType(String valueType) {
		this.warmStart = new WarmStart(this.warmStart.file(), this.warmStart.keyTypes(), valueType,
				this.warmStart.maximumBytes(), this.warmStart.maximumEntries());
		return this;
	}

	SnapshotScenario maximumBytes(long maximumBytes) {
		this.warmStart = new WarmStart(this.warmStart.file(), this.warmStart.keyTypes(), this.warmStart.valueType(),
				maximumBytes, this.warmStart.maximumEntries());
		return this;
	}

	SnapshotScenario maximumEntries(long maximumEntries) {
		this.warmStart = new WarmStart(this.warmStart.file(), this.warmStart.keyTypes(), this.warmStart.valueType(),
				this.warmStart.maximumBytes(), maximumEntries);
		return this;
	}

	SnapshotScenario mapper(JsonMapper mapper) {
		this.mapper = mapper;
		return this;
	}

	SnapshotScenario after(Duration duration) {
		this.now = this.now.plus(duration);
		return this;
	}

	/**
	 * Lets each snapshot that is written or restored from now on take this long.
	 */
	SnapshotScenario effort(Duration effort) {
		this.effort = effort;
		return this;
	}

	Instant now() {
		return this.now;
	}

	Written write(RecordedEntries entries) {
		return snapshots().write(this.cacheName, entries, this.warmStart);
	}

	@Nullable Restored tryRestore(RecordedEntries entries) {
		return snapshots().restore(this.cacheName, entries, this.warmStart);
	}

	Restored restore(RecordedEntries entries) {
		return Objects.requireNonNull(tryRestore(entries), "No snapshot");
	}

	private JsonMapper findMapper() {
		after(this.effort);
		return this.mapper;
	}

	private CacheSnapshots snapshots() {
		return new CacheSnapshots(this::findMapper, this::now, null);
	}

}
