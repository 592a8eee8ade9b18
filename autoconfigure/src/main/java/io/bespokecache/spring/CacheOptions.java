package io.bespokecache.spring;

import java.time.Duration;
import java.util.function.Supplier;

import io.bespokecache.map.Expiry;
import io.bespokecache.map.Weigher;
import io.bespokecache.workload.Adaptivity;
import io.bespokecache.workload.InvalidWorkloadException;
import org.jspecify.annotations.Nullable;

/**
 * What a Spring cache does beside keeping entries.
 *
 * @param loadOnce whether of all callers that miss the same key at the same time one
 * loads it, for methods that do not say {@code sync = true}
 * @param nullPolicy what is done about {@code null} values
 * @param nullsExpireAfterWrite time to live of a stored {@code null}, more than zero;
 * {@code null} for that of any other value
 * @param transactionAware whether writes inside a transaction take effect when it
 * commits; needs spring-tx
 * @param weigher weighs the entries; {@code null} without a maximum weight. Never sees a
 * {@code null} value
 * @param expiry decides how long each entry lives; {@code null} if the cache does. Never
 * sees a {@code null} value
 * @param expiryJitter greatest share of its life that an entry loses by chance, from 0 to
 * less than 1, so that entries which were loaded together do not expire together; of no
 * effect where nothing expires
 * @param preload finds what fills the cache when the application starts; {@code null} for
 * nothing
 * @param warmStart where the entries outlive the application; {@code null} for nowhere
 * @param adaptivity what is done when the cache turns out to be used otherwise than
 * declared
 * @param secondLevel how the cache is shared with other processes; {@code null} if it is
 * not
 */
public record CacheOptions(boolean loadOnce, NullPolicy nullPolicy, @Nullable Duration nullsExpireAfterWrite,
		boolean transactionAware, @Nullable Weigher<Object, Object> weigher, @Nullable Expiry<Object, Object> expiry,
		double expiryJitter, @Nullable Supplier<CachePreload<Object, Object>> preload, @Nullable WarmStart warmStart,
		Adaptivity adaptivity, @Nullable SecondLevelOptions secondLevel) {

	/**
	 * One load a key, {@code null} values stored, writes at once, an expiry to the
	 * moment, empty at the start, observed and advised.
	 */
	public static final CacheOptions DEFAULTS = new CacheOptions(true, NullPolicy.STORE, null, false, null, null, 0,
			null, null, Adaptivity.ADVISE, null);

	/**
	 * Refuses what is out of range.
	 * @throws InvalidWorkloadException if it is
	 */
	public CacheOptions {
		if (!(expiryJitter >= 0 && expiryJitter < 1)) {
			throw new InvalidWorkloadException("expiry-jitter", expiryJitter,
					"is not a share of a life that leaves something of it",
					"Give a number from 0 (every entry expires on time) to less than 1, for example 0.1.");
		}
	}

	/**
	 * These options with a weigher.
	 * @param weigher weighs the entries
	 * @return new options
	 */
	public CacheOptions withWeigher(@Nullable Weigher<Object, Object> weigher) {
		return new CacheOptions(this.loadOnce, this.nullPolicy, this.nullsExpireAfterWrite, this.transactionAware,
				weigher, this.expiry, this.expiryJitter, this.preload, this.warmStart, this.adaptivity,
				this.secondLevel);
	}

	/**
	 * These options with another jitter.
	 * @param expiryJitter greatest share of its life that an entry loses by chance, from
	 * 0 to less than 1
	 * @return new options
	 * @throws InvalidWorkloadException if it is out of range
	 */
	public CacheOptions withExpiryJitter(double expiryJitter) {
		return new CacheOptions(this.loadOnce, this.nullPolicy, this.nullsExpireAfterWrite, this.transactionAware,
				this.weigher, this.expiry, expiryJitter, this.preload, this.warmStart, this.adaptivity,
				this.secondLevel);
	}

	/**
	 * These options with what the cache holds when the application starts.
	 * @param preload finds what fills the cache; {@code null} for nothing
	 * @param warmStart where the entries outlive the application; {@code null} for
	 * nowhere
	 * @return new options
	 */
	public CacheOptions withWarmUp(@Nullable Supplier<CachePreload<Object, Object>> preload,
			@Nullable WarmStart warmStart) {
		return new CacheOptions(this.loadOnce, this.nullPolicy, this.nullsExpireAfterWrite, this.transactionAware,
				this.weigher, this.expiry, this.expiryJitter, preload, warmStart, this.adaptivity, this.secondLevel);
	}

	/**
	 * These options with another answer to a use that was not declared.
	 * @param adaptivity what is done then
	 * @return new options
	 */
	public CacheOptions withAdaptivity(Adaptivity adaptivity) {
		return new CacheOptions(this.loadOnce, this.nullPolicy, this.nullsExpireAfterWrite, this.transactionAware,
				this.weigher, this.expiry, this.expiryJitter, this.preload, this.warmStart, adaptivity,
				this.secondLevel);
	}

	/**
	 * These options with a second level.
	 * @param secondLevel how the cache is shared with other processes; {@code null} if it
	 * is not
	 * @return new options
	 */
	public CacheOptions withSecondLevel(@Nullable SecondLevelOptions secondLevel) {
		return new CacheOptions(this.loadOnce, this.nullPolicy, this.nullsExpireAfterWrite, this.transactionAware,
				this.weigher, this.expiry, this.expiryJitter, this.preload, this.warmStart, this.adaptivity,
				secondLevel);
	}

}
