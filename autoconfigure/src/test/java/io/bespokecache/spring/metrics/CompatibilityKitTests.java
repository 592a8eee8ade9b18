package io.bespokecache.spring.metrics;

import io.bespokecache.map.Strategy;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.SameDefinition;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinderCompatibilityKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

/**
 * Micrometer's own kit over the meters of each strategy.
 */
class CompatibilityKitTests {

	@Nested
	class Concurrent extends Kit {

		Concurrent() {
			super(Strategy.CONCURRENT);
		}

	}

	@Nested
	class Promoting extends Kit {

		Promoting() {
			super(Strategy.PROMOTING);
		}

	}

	@Nested
	class Sharded extends Kit {

		Sharded() {
			super(Strategy.SHARDED);
		}

	}

	@Nested
	class Snapshot extends Kit {

		Snapshot() {
			super(Strategy.SNAPSHOT);
		}

	}

	@Nested
	class ByCaffeine extends Kit {

		ByCaffeine() {
			super(Strategy.CAFFEINE);
		}

	}

	abstract static class Kit extends CacheMeterBinderCompatibilityKit<BespokeCache> {

		private final Strategy strategy;

		Kit(Strategy strategy) {
			this.strategy = strategy;
		}

		@Override
		public BespokeCache createCache() {
			return SameDefinition.of(this.strategy).newCache("mycache");
		}

		@Override
		public CacheMeterBinder<BespokeCache> binder() {
			return new BespokeCacheMeterBinder(this.cache, Tags.empty());
		}

		@Override
		public void put(String key, String value) {
			this.cache.put(key, value);
		}

		@Override
		public @Nullable String get(String key) {
			return this.cache.get(key, String.class);
		}

	}

}
