package io.bespokecache.test;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Makes calls one at a time, in the order in which they were added, without a thread or a
 * lock of its own: a call is made by whoever finds that nobody is making one. A lock
 * would be held while a listener is called, and could meet one that the listener holds.
 */
final class SerialCalls {

	private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

	/** How many have asked for calls to be made since somebody began to make them. */
	private final AtomicInteger demands = new AtomicInteger();

	private volatile @Nullable Thread maker;

	/**
	 * Adds a call, which is made no later than the next one that is waited for.
	 * @param call the call
	 * @return completes when the call has been made
	 */
	CompletableFuture<Void> add(Runnable call) {
		Entry entry = new Entry(call, new CompletableFuture<>());
		this.entries.add(entry);
		return entry.made();
	}

	/**
	 * Makes a call and those that have been added before, unless somebody is making
	 * calls, who makes it then.
	 * @param call the call
	 */
	void make(Runnable call) {
		this.entries.add(new Entry(call, new CompletableFuture<>()));
		make();
	}

	/**
	 * Makes all calls that have been added, unless somebody is making them.
	 */
	private void make() {
		if (this.demands.getAndIncrement() != 0) {
			return;
		}
		Throwable failure = null;
		int met = 1;
		while (met != 0) {
			this.maker = Thread.currentThread();
			for (Entry entry = this.entries.poll(); entry != null; entry = this.entries.poll()) {
				failure = make(entry, failure);
			}
			this.maker = null;
			met = this.demands.addAndGet(-met);
		}
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof RuntimeException exception) {
			throw exception;
		}
	}

	private static @Nullable Throwable make(Entry entry, @Nullable Throwable failure) {
		try {
			entry.call().run();
			return failure;
		}
		catch (RuntimeException | Error ex) {
			// the calls that follow have to be made all the same
			return (failure != null) ? failure : ex;
		}
		finally {
			entry.made().complete(null);
		}
	}

	/**
	 * Makes calls until one has been made. Returns at once in a call that is being made.
	 * @param made the call
	 */
	void makeUntil(CompletableFuture<Void> made) {
		make();
		if (this.maker != Thread.currentThread()) {
			made.join();
		}
	}

	private record Entry(Runnable call, CompletableFuture<Void> made) {

	}

}
