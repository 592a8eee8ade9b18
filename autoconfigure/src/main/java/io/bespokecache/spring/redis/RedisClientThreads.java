package io.bespokecache.spring.redis;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Transports;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;

/**
 * A client of its own and its threads, all of them daemons.
 * <p>
 * One thread, the loop, does the input and output of all connections. So announcements
 * and events of connections are heard one at a time, in their order, without a lock; and
 * whatever is done by the loop for one connection happens in the order in which the loop
 * was asked to do it.
 */
final class RedisClientThreads implements AutoCloseable {

	/** Lettuce's timer, its workers, and the loop end within it. */
	private static final Duration END = Duration.ofSeconds(2);

	private static final Duration PAUSE_OF_WARNINGS = Duration.ofMinutes(1);

	private final DefaultEventLoopGroupProvider groups = new DefaultEventLoopGroupProvider(1);

	private final ClientResources resources = DefaultClientResources.builder()
		.eventLoopGroupProvider(this.groups)
		.computationThreadPoolSize(DefaultClientResources.MIN_COMPUTATION_THREADS)
		.build();

	private final RedisClient client = RedisClient.create(this.resources);

	private final EventLoopGroup group = this.groups.allocate(Transports.eventLoopGroupClass());

	private final EventLoop loop = this.group.next();

	private boolean warned;

	private long lastWarning;

	RedisClientThreads(ClientOptions options) {
		this.client.setOptions(options);
	}

	RedisClient client() {
		return this.client;
	}

	EventLoop loop() {
		return this.loop;
	}

	/**
	 * Whether something may be logged again. Called in the loop.
	 */
	boolean isWarningDue() {
		long now = System.nanoTime();
		if (this.warned && now - this.lastWarning < PAUSE_OF_WARNINGS.toNanos()) {
			return false;
		}
		this.warned = true;
		this.lastWarning = now;
		return true;
	}

	/**
	 * Lets the loop do something later; the task is dropped if the loop has ended.
	 */
	void later(Runnable task, Duration delay) {
		if (!this.loop.isShuttingDown()) {
			ScheduledFuture<?> unused = this.loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Lets the loop do something; the task is dropped if the loop has ended.
	 */
	void execute(Runnable task) {
		if (!this.loop.isShuttingDown()) {
			this.loop.execute(task);
		}
	}

	@Override
	public void close() {
		boolean inLoop = this.loop.inEventLoop();
		java.util.concurrent.Future<?> clientEnd = this.client.shutdownAsync(0, END.toMillis(), TimeUnit.MILLISECONDS);
		if (!inLoop) {
			await(clientEnd);
		}
		Future<?> groupEnd = this.groups.release(this.group, 0, END.toMillis(), TimeUnit.MILLISECONDS);
		Future<?> groupsEnd = this.groups.shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS);
		Future<?> resourcesEnd = this.resources.shutdown(0, END.toMillis(), TimeUnit.MILLISECONDS);
		if (!inLoop) {
			await(groupEnd);
			await(groupsEnd);
			await(resourcesEnd);
			await(this.group.terminationFuture());
		}
	}

	private static void await(java.util.concurrent.Future<?> end) {
		try {
			end.get(END.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// The threads are daemons.
		}
	}

}
