package io.bespokecache.shared;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A timer and a clock that a test moves.
 */
final class ManualTimer implements Timer {

	private final List<Task> tasks = new ArrayList<>();

	private long now = 1_000_000_000_000L;

	private long number;

	private boolean closed;

	long now() {
		return this.now;
	}

	@Override
	public Runnable after(long nanos, Runnable task) {
		Task scheduled = new Task(this.now + nanos, this.number++, nanos, task);
		this.tasks.add(scheduled);
		return () -> this.tasks.remove(scheduled);
	}

	@Override
	public Runnable limit(long nanos, Runnable task) {
		return after(nanos, task);
	}

	/**
	 * Lets time pass, and runs what falls due, in the order in which it does.
	 */
	void advance(Duration duration) {
		long end = this.now + duration.toNanos();
		while (true) {
			Task next = this.tasks.stream()
				.filter((task) -> task.due <= end)
				.min(Comparator.comparingLong(Task::due).thenComparingLong(Task::number))
				.orElse(null);
			if (next == null) {
				this.now = end;
				return;
			}
			this.tasks.remove(next);
			this.now = Math.max(this.now, next.due);
			next.task.run();
		}
	}

	/**
	 * Lets time pass without running anything, as a process that is halted does.
	 */
	void halt(Duration duration) {
		this.now += duration.toNanos();
	}

	/**
	 * Runs what was to be run after no more than the given time, whatever the time is.
	 * @return whether there was anything
	 */
	boolean runShort(long mostNanos) {
		Task next = this.tasks.stream()
			.filter((task) -> task.delay <= mostNanos)
			.min(Comparator.comparingLong(Task::number))
			.orElse(null);
		if (next != null) {
			this.tasks.remove(next);
			next.task.run();
		}
		return next != null;
	}

	boolean hasShort(long mostNanos) {
		return this.tasks.stream().anyMatch((task) -> task.delay <= mostNanos);
	}

	int size() {
		return this.tasks.size();
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
		this.tasks.clear();
	}

	private record Task(long due, long number, long delay, Runnable task) {

	}

}
