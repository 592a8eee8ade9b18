package io.bespokecache.map;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Threads that start together. A race fails when one of its threads does, or when they do
 * not all end within a limit: then with the stack of a thread that hangs.
 */
final class Race {

	private static final Duration LIMIT = Duration.ofMinutes(Effort.times(2));

	private final CountDownLatch start = new CountDownLatch(1);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private final List<Thread> threads = new ArrayList<>();

	private Race() {
	}

	/**
	 * Runs one runner in several threads.
	 * @param threads how many
	 * @param runner gets the thread's number, from 0
	 */
	static void of(int threads, Runner runner) {
		Race race = new Race();
		for (int index = 0; index < threads; index++) {
			int number = index;
			race.enter(() -> runner.run(number));
		}
		race.run();
	}

	/**
	 * Runs each of some tasks in a thread of its own.
	 * @param tasks the tasks
	 */
	static void between(Task... tasks) {
		Race race = new Race();
		for (Task task : tasks) {
			race.enter(task);
		}
		race.run();
	}

	/**
	 * Reads in one thread for as long as another one writes.
	 * @param rounds how often the other one writes
	 * @param write writes
	 * @param misses reads, and tells whether that found too little
	 * @return how often it did
	 */
	static long missesWhile(int rounds, Runnable write, BooleanSupplier misses) {
		AtomicBoolean running = new AtomicBoolean(true);
		AtomicLong missed = new AtomicLong();
		between(() -> {
			for (int round = 0; round < rounds; round++) {
				write.run();
			}
			running.set(false);
		}, () -> {
			while (running.get()) {
				if (misses.getAsBoolean()) {
					missed.incrementAndGet();
				}
			}
		});
		return missed.get();
	}

	private void enter(Task task) {
		Thread thread = new Thread(() -> {
			try {
				this.start.await();
				task.run();
			}
			catch (Throwable ex) {
				this.failure.compareAndSet(null, ex);
			}
		}, "runner-" + this.threads.size());
		thread.setDaemon(true);
		this.threads.add(thread);
	}

	private void run() {
		this.threads.forEach(Thread::start);
		this.start.countDown();
		long deadline = System.nanoTime() + LIMIT.toNanos();
		for (Thread thread : this.threads) {
			awaitEnd(thread, deadline);
		}
		Throwable thrown = this.failure.get();
		if (thrown != null) {
			throw new AssertionError("A thread of the race failed: " + thrown, thrown);
		}
	}

	private void awaitEnd(Thread thread, long deadline) {
		try {
			thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while the race ran", ex);
		}
		if (thread.isAlive()) {
			AssertionError hang = new AssertionError(thread.getName() + " hangs", this.failure.get());
			hang.setStackTrace(thread.getStackTrace());
			throw hang;
		}
	}

	/**
	 * What each thread of a race does.
	 */
	@FunctionalInterface
	interface Runner {

		void run(int number) throws Exception;

	}

	/**
	 * What one thread of a race does.
	 */
	@FunctionalInterface
	interface Task {

		void run() throws Exception;

	}

}
