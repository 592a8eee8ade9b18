package io.bespokecache.spring.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.bespokecache.spring.interceptor.MethodShape.Seeds;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.SimpleKeyGenerator;

/**
 * The sequence of calls that is made of a method: with each row of arguments twice, then
 * with each between two look-ups of what it writes, and with the first row once more.
 */
final class Script {

	private final Trial trial;

	private final MethodShape shape;

	private final List<CacheManager> cacheManagers;

	private final Transcript transcript = new Transcript();

	Script(Trial trial, List<CacheManager> cacheManagers) {
		this.trial = trial;
		this.shape = trial.shape();
		this.cacheManagers = cacheManagers;
	}

	Transcript play() {
		int rows = this.shape.parameters().rows().size();
		for (int row = 0; row < rows; row++) {
			seed(row);
			call(row);
			call(row);
		}
		if (this.shape.hasLookup()) {
			for (int row = 0; row < rows; row++) {
				lookup(row);
				call(row);
				lookup(row);
			}
		}
		call(0);
		return this.transcript;
	}

	private void seed(int row) {
		if (this.shape.seeds() == Seeds.NONE) {
			return;
		}
		Object key = SimpleKeyGenerator.generateKey(this.shape.parameters().row(row));
		for (String name : List.of("one", "two")) {
			Cache cache = Objects.requireNonNull(this.trial.cacheManager().getCache(name));
			cache.put(key, (this.shape.seeds() == Seeds.NULLS) ? null : "seed " + row);
		}
	}

	private void call(int row) {
		step("call", row, this.shape::call);
	}

	private void lookup(int row) {
		step("look up", row, this.shape::lookup);
	}

	private void step(String title, int row, Call call) {
		@Nullable Object[] arguments = this.shape.parameters().row(row);
		Object result = null;
		Throwable failure = null;
		try {
			result = call.on(this.trial.proxy(), arguments);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		String outcome = (failure != null) ? "throws " + this.trial.render(failure) : this.trial.render(result);
		List<String> lines = this.transcript.lines();
		lines.add(title + Arrays.stream(arguments).map(this.trial::render).collect(Collectors.joining(", ", "(", ")"))
				+ " = " + outcome);
		this.trial.takeEvents().forEach((event) -> lines.add("  " + event));
		Map<String, List<Entry<Object, Object>>> contents = contents();
		contents.forEach((cache, entries) -> lines.add("  [" + cache + "] " + render(entries)));
		this.transcript.contents().add(contents);
	}

	private String render(List<Entry<Object, Object>> entries) {
		return entries.stream()
			.map((entry) -> this.trial.renderStored(entry.getKey()) + " -> "
					+ this.trial.renderStored(entry.getValue()))
			.sorted()
			.collect(Collectors.joining("; "));
	}

	/**
	 * The entries of every cache that has any. Not as maps: a key that was changed may
	 * have become equal to another.
	 */
	private Map<String, List<Entry<Object, Object>>> contents() {
		Map<String, List<Entry<Object, Object>>> contents = new TreeMap<>();
		for (int index = 0; index < this.cacheManagers.size(); index++) {
			CacheManager cacheManager = this.cacheManagers.get(index);
			for (String name : cacheManager.getCacheNames()) {
				Cache cache = Objects.requireNonNull(cacheManager.getCache(name));
				Map<?, ?> map = (Map<?, ?>) cache.getNativeCache();
				if (!map.isEmpty()) {
					List<Entry<Object, Object>> entries = new ArrayList<>();
					map.forEach((key, value) -> entries.add(Map.entry(key, value)));
					contents.put((index == 0) ? name : "other manager, " + name, entries);
				}
			}
		}
		return contents;
	}

	/**
	 * A call of a method on a bean.
	 */
	private interface Call {

		@Nullable Object on(Object bean, @Nullable Object... arguments) throws Throwable;

	}

}
