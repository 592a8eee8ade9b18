package io.bespokecache.spring.warmup;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.bespokecache.spring.CacheEntries;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a cache that remembers the age that each was restored with.
 */
final class RecordedEntries implements CacheEntries {

	private final Map<Object, Entry> entries = new LinkedHashMap<>();

	RecordedEntries with(Object key, @Nullable Object value, Duration age) {
		this.entries.put(key, new Entry(value, age));
		return this;
	}

	RecordedEntries with(Object key, @Nullable Object value) {
		return with(key, value, Duration.ZERO);
	}

	@Override
	public void forEachEntry(Visitor visitor) {
		this.entries.forEach((key, entry) -> visitor.visit(key, entry.value(), entry.age()));
	}

	@Override
	public boolean restore(Object key, @Nullable Object value, Duration age) {
		return this.entries.putIfAbsent(key, new Entry(value, age)) == null;
	}

	@Override
	public boolean keepsAges() {
		return true;
	}

	@Override
	public @Nullable Duration timeToIdle() {
		return null;
	}

	Map<Object, @Nullable Object> values() {
		Map<Object, @Nullable Object> values = new LinkedHashMap<>();
		this.entries.forEach((key, entry) -> values.put(key, entry.value()));
		return values;
	}

	Map<Object, Duration> ages() {
		Map<Object, Duration> ages = new LinkedHashMap<>();
		this.entries.forEach((key, entry) -> ages.put(key, entry.age()));
		return ages;
	}

	private record Entry(@Nullable Object value, Duration age) {

	}

}
