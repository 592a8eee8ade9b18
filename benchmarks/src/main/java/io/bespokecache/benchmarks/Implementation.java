package io.bespokecache.benchmarks;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.bespokecache.map.CacheMap;
import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.map.Strategy;

/**
 * The maps that benchmarks compare, all of them behind {@link Map}.
 */
public enum Implementation {

	/** The peer that every ratio is taken against. */
	CONCURRENT_HASH_MAP {
		@Override
		Map<Object, Object> create(int entries) {
			return new ConcurrentHashMap<>(entries);
		}
	},

	/** Our promoting map. */
	PROMOTING {
		@Override
		Map<Object, Object> create(int entries) {
			return strategy(Strategy.PROMOTING, entries);
		}
	},

	/** Our sharded map. */
	SHARDED {
		@Override
		Map<Object, Object> create(int entries) {
			return strategy(Strategy.SHARDED, entries);
		}
	},

	/** Our snapshot map. */
	SNAPSHOT {
		@Override
		Map<Object, Object> create(int entries) {
			return strategy(Strategy.SNAPSHOT, entries);
		}
	},

	/** Our map with a read-write lock. */
	READ_WRITE_LOCK {
		@Override
		Map<Object, Object> create(int entries) {
			return strategy(Strategy.READ_WRITE_LOCK, entries);
		}
	},

	/** Our map with one lock. */
	MUTEX {
		@Override
		Map<Object, Object> create(int entries) {
			return strategy(Strategy.MUTEX, entries);
		}
	},

	/** Caffeine without a bound. */
	CAFFEINE {
		@Override
		Map<Object, Object> create(int entries) {
			return Caffeine.newBuilder().initialCapacity(entries).build().asMap();
		}
	},

	/** Caffeine with a bound that is never reached. */
	CAFFEINE_BOUNDED {
		@Override
		Map<Object, Object> create(int entries) {
			return Caffeine.newBuilder().maximumSize(2L * entries).build().asMap();
		}
	},

	/** The origin's map. */
	CLASSIC_SYNC_MAP {
		@Override
		Map<Object, Object> create(int entries) {
			return new ClassicSyncMap<>();
		}
	},

	/** Hash maps with a lock each. */
	STRIPED_HASH_MAP {
		@Override
		Map<Object, Object> create(int entries) {
			return new StripedHashMap<>(entries);
		}
	},

	/** A hash map with a read-write lock. */
	READ_WRITE_LOCK_HASH_MAP {
		@Override
		Map<Object, Object> create(int entries) {
			return new ReadWriteLockHashMap<>(entries);
		}
	},

	/** A hash map with one lock. */
	SYNCHRONIZED_HASH_MAP {
		@Override
		Map<Object, Object> create(int entries) {
			return Collections.synchronizedMap(HashMaps.sized(entries));
		}
	},

	/** A hash map that each write copies. */
	COPY_ON_WRITE_HASH_MAP {
		@Override
		Map<Object, Object> create(int entries) {
			return new CopyOnWriteHashMap<>();
		}
	};

	/**
	 * Makes an empty map.
	 * @param entries how many entries it will hold
	 * @return the map
	 */
	abstract Map<Object, Object> create(int entries);

	private static CacheMap<Object, Object> strategy(Strategy strategy, int entries) {
		return CacheMapBuilder.of(strategy).expectedEntries(entries).build();
	}

}
