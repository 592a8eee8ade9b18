package io.bespokecache.spring.interceptor;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.SimpleKeyGenerator;

/**
 * What a method does before it returns its result.
 */
enum Body {

	PLAIN {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) {
		}
	},

	CHANGES_ITS_ARGUMENT {
		@Override
		@SuppressWarnings("unchecked") // the family gives it only to methods of a list of
										// strings
		void run(Trial trial, Object target, @Nullable Object[] arguments) {
			if (arguments[0] instanceof List<?> list) {
				((List<Object>) list).add("changed");
			}
			else if (arguments[0] instanceof int[] numbers && numbers.length > 0) {
				numbers[0]++;
			}
		}
	},

	CALLS_ITSELF_BEHIND_THE_PROXY {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) throws Throwable {
			if (trial.descend(1)) {
				try {
					trial.note("inner " + trial.render(trial.shape().call(target, arguments)));
				}
				finally {
					trial.ascend();
				}
			}
		}
	},

	CALLS_ITSELF_THROUGH_THE_PROXY {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) throws Throwable {
			CALLS_ITSELF_BEHIND_THE_PROXY.run(trial, trial.proxy(), arguments);
		}
	},

	CALLS_LOOKUP_OF_SAME_KEY {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) throws Throwable {
			trial.note("inner " + trial.render(trial.shape().lookup(trial.proxy(), arguments)));
		}
	},

	RECURSES_OVER_KEYS {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) throws Throwable {
			int number = (int) Objects.requireNonNull(arguments[0]) % 5;
			if (number > 0) {
				trial.note("inner " + trial.render(trial.shape().call(trial.proxy(), number - 1)));
			}
		}
	},

	EVICTS_ITS_OWN_KEY {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) {
			one(trial).evict(SimpleKeyGenerator.generateKey(arguments));
		}
	},

	PUTS_ITS_OWN_KEY {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) {
			one(trial).put(SimpleKeyGenerator.generateKey(arguments), "own");
		}
	},

	CLEARS_ITS_CACHE {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) {
			one(trial).clear();
		}
	},

	READS_ITS_OWN_KEY {
		@Override
		void run(Trial trial, Object target, @Nullable Object[] arguments) {
			Cache.ValueWrapper value = one(trial).get(SimpleKeyGenerator.generateKey(arguments));
			trial.note("own key " + ((value != null) ? trial.render(value.get()) : "is missing"));
		}
	};

	private static Cache one(Trial trial) {
		return Objects.requireNonNull(trial.cacheManager().getCache("one"));
	}

	abstract void run(Trial trial, Object target, @Nullable Object[] arguments) throws Throwable;

}
