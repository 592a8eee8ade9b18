package io.bespokecache.spring.observation;

import io.bespokecache.cache.LoadKind;
import io.bespokecache.cache.LoadObserver;
import io.bespokecache.cache.ObservedLoad;
import io.bespokecache.spring.BespokeCacheManager;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Observes each load, so that it has a span of its own where there is tracing. A load is
 * the child of what the thread that runs it is about; a refresh runs in another thread,
 * and is that of its caller where contexts are propagated to it. Neither a key nor a
 * value is told.
 * <p>
 * A load that fails gives its failure to the observation, with its message and stack
 * trace, as Spring's own observations do: tracing puts them into the span. What must not
 * leave the application is to be kept out of the messages of exceptions, or taken out by
 * an {@link io.micrometer.observation.ObservationFilter}.
 */
public final class LoadObservations implements LoadObserver, SmartInitializingSingleton {

	/**
	 * Name of the observations. {@code cache.load} and {@code cache.load.time} are meters
	 * already.
	 */
	public static final String NAME = "cache.load.observed";

	private static final KeyValue SUCCESS = KeyValue.of("outcome", "success");

	private static final KeyValue FAILURE = KeyValue.of("outcome", "failure");

	private final ObservationRegistry registry;

	private final ObjectProvider<BespokeCacheManager> cacheManagers;

	/**
	 * Creates an observer.
	 * @param registry has the handlers of observations
	 * @param cacheManagers have the caches
	 */
	public LoadObservations(ObservationRegistry registry, ObjectProvider<BespokeCacheManager> cacheManagers) {
		this.registry = registry;
		this.cacheManagers = cacheManagers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.cacheManagers.forEach((cacheManager) -> cacheManager.addLoadObserver(this));
	}

	@Override
	public ObservedLoad begin(String cache, LoadKind kind) {
		if (this.registry.isNoop()) {
			return ObservedLoad.UNOBSERVED;
		}
		Observation observation = Observation
			.createNotStarted(NAME, () -> new LoadObservationContext(cache, kind), this.registry)
			.contextualName(kind.id() + " " + cache)
			.lowCardinalityKeyValue("cache", cache)
			.lowCardinalityKeyValue("kind", kind.id())
			.start();
		return !observation.isNoop() ? new Load(observation, observation.openScope()) : ObservedLoad.UNOBSERVED;
	}

	/**
	 * A load that is observed.
	 *
	 * @param observation the observation
	 * @param scope makes it the current one of the thread that runs the load
	 */
	private record Load(Observation observation, Observation.Scope scope) implements ObservedLoad {

		@Override
		public void leave() {
			this.scope.close();
		}

		@Override
		public void end(@Nullable Throwable failure) {
			if (failure != null) {
				this.observation.error(failure);
			}
			this.observation.lowCardinalityKeyValue((failure != null) ? FAILURE : SUCCESS).stop();
		}

	}

}
