package io.bespokecache.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import io.bespokecache.map.CacheMapBuilder;
import io.bespokecache.spring.BespokeCacheManager;

import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The threads that work for caches: virtual ones where the application has them.
 *
 * @param maintenance runs what the maps do by themselves
 * @param review makes the thread that reviews the caches
 */
record BackgroundThreads(Executor maintenance, ThreadFactory review) {

	/** Platform threads. */
	static final BackgroundThreads PLATFORM = new BackgroundThreads(CacheMapBuilder.MAINTENANCE_EXECUTOR,
			BespokeCacheManager.REVIEW_THREADS);

	static BackgroundThreads of(Environment environment) {
		return Threading.VIRTUAL.isActive(environment)
				? new BackgroundThreads(new VirtualMaintenance(), virtualReview(VirtualThreads.factory())) : PLATFORM;
	}

	/** Whoever comes first lends the thread no class loader. */
	private static ThreadFactory virtualReview(ThreadFactory threads) {
		return (task) -> {
			Thread thread = threads.newThread(task);
			thread.setName(BespokeCacheManager.REVIEW_THREAD);
			thread.setContextClassLoader(ClassUtils.getDefaultClassLoader());
			return thread;
		};
	}

}
