package io.bespokecache.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

import io.bespokecache.cache.LoadKind;
import io.bespokecache.cache.LoadObserver;
import io.bespokecache.cache.ObservedLoad;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The observers of the loads of one manager's caches. One that fails keeps none of the
 * others from what it does. Thread-safe.
 */
final class LoadObservers implements LoadObserver {

	private static final Log logger = LogFactory.getLog(LoadObservers.class);

	private final List<LoadObserver> observers = new CopyOnWriteArrayList<>();

	private final FailureLog failures;

	LoadObservers(LongSupplier nanoClock) {
		this.failures = new FailureLog(nanoClock);
	}

	void add(LoadObserver observer) {
		this.observers.add(observer);
	}

	@Override
	public ObservedLoad begin(String cache, LoadKind kind) {
		if (this.observers.isEmpty()) {
			return ObservedLoad.UNOBSERVED;
		}
		List<ObservedLoad> loads = new ArrayList<>();
		for (LoadObserver observer : this.observers) {
			spare(() -> {
				ObservedLoad load = observer.begin(cache, kind);
				if (load != ObservedLoad.UNOBSERVED) {
					loads.add(load);
				}
			});
		}
		return loads.isEmpty() ? ObservedLoad.UNOBSERVED : new Loads(loads);
	}

	private void spare(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | Error ex) {
			long earlier = this.failures.report();
			if (earlier >= 0) {
				logger.warn(
						"An observer of loads has failed, and the load went on without it" + FailureLog.more(earlier),
						ex);
			}
		}
	}

	/**
	 * How often an observer has failed.
	 */
	long failures() {
		return this.failures.count();
	}

	/**
	 * A load as all observers see it. The last one to come is the first to go: what they
	 * put into the thread is taken out again in the reverse order.
	 */
	private final class Loads implements ObservedLoad {

		private final List<ObservedLoad> loads;

		Loads(List<ObservedLoad> loads) {
			this.loads = loads;
		}

		@Override
		public void leave() {
			for (int last = this.loads.size() - 1; last >= 0; last--) {
				spare(this.loads.get(last)::leave);
			}
		}

		@Override
		public void end(@Nullable Throwable failure) {
			for (int last = this.loads.size() - 1; last >= 0; last--) {
				ObservedLoad load = this.loads.get(last);
				spare(() -> load.end(failure));
			}
		}

	}

}
