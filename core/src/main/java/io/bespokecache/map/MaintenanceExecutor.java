package io.bespokecache.map;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread for the maintenance of all maps, which ends when it has been idle for
 * a while.
 */
final class MaintenanceExecutor {

	static final Executor INSTANCE = create();

	private static final long IDLE_SECONDS = 10;

	private MaintenanceExecutor() {
	}

	private static Executor create() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					// Whoever comes first lends it neither thread locals nor a class
					// loader.
					Thread thread = new Thread(null, task, "bespoke-cache-maintenance", 0, false);
					thread.setContextClassLoader(null);
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
