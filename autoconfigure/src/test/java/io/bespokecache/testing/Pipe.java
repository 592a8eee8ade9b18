package io.bespokecache.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.bespokecache.testing.NetworkFault.Effect;
import io.bespokecache.testing.TcpProxy.Direction;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: a thread reads, another writes when the time of what was
 * read has come, so that bytes which are late do not make those behind them later.
 */
final class Pipe {

	private static final int CHUNK = 8192;

	private final ProxiedConnection connection;

	private final Direction direction;

	private final Socket source;

	private final Socket target;

	private final List<NetworkFault> faults;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Guarded by the lock, as is the next. */
	private final Deque<Chunk> chunks = new ArrayDeque<>();

	private boolean sourceEnded;

	/** Bytes that have passed since a fault began, of the faults that count. */
	private final Map<NetworkFault, Long> passed = new HashMap<>();

	private volatile boolean done;

	Pipe(ProxiedConnection connection, Direction direction, Socket source, Socket target, List<NetworkFault> faults) {
		this.connection = connection;
		this.direction = direction;
		this.source = source;
		this.target = target;
		this.faults = faults;
	}

	/**
	 * Whether the source has said all, and the target has it.
	 */
	boolean done() {
		return this.done;
	}

	void wake() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable NetworkFault fault(Effect effect) {
		for (NetworkFault fault : this.faults) {
			if (fault.effect() == effect && fault.befalls(this.connection, this.direction)) {
				return fault;
			}
		}
		return null;
	}

	void read() {
		byte[] buffer = new byte[CHUNK];
		try {
			for (int length = read(buffer); length >= 0; length = read(buffer)) {
				if (this.direction == Direction.TO_SERVER) {
					this.connection.look(buffer, length);
				}
				if (fault(Effect.BLACK_HOLE) == null) {
					NetworkFault latency = fault(Effect.LATENCY);
					add(new Chunk(Arrays.copyOf(buffer, length),
							System.nanoTime() + ((latency != null) ? latency.amount() : 0)));
				}
			}
			endOfSource();
		}
		catch (IOException ex) {
			// One side is gone without a word: so is the other.
			this.connection.reset();
		}
	}

	private int read(byte[] buffer) throws IOException {
		return this.source.getInputStream().read(buffer);
	}

	private void add(Chunk chunk) {
		this.lock.lock();
		try {
			this.chunks.add(chunk);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void endOfSource() {
		this.lock.lock();
		try {
			this.sourceEnded = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void write() {
		try {
			OutputStream output = this.target.getOutputStream();
			for (Chunk chunk = take(); chunk != null; chunk = take()) {
				write(chunk.bytes(), output);
			}
			if (!this.connection.ended()) {
				this.target.shutdownOutput();
				this.done = true;
				this.connection.endIfDone();
			}
		}
		catch (IOException ex) {
			this.connection.reset();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.connection.reset();
		}
	}

	/**
	 * The next chunk, when its time has come; {@code null} if there is no more.
	 */
	private @Nullable Chunk take() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!this.connection.ended()) {
				Chunk chunk = this.chunks.peek();
				if (fault(Effect.STALL) != null) {
					this.changed.await();
				}
				else if (chunk == null) {
					if (this.sourceEnded) {
						return null;
					}
					this.changed.await();
				}
				else {
					long wait = chunk.due() - System.nanoTime();
					if (wait <= 0) {
						return this.chunks.poll();
					}
					pause(wait);
				}
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void write(byte[] bytes, OutputStream output) throws IOException, InterruptedException {
		int from = 0;
		while (from < bytes.length && !this.connection.ended()) {
			int length = slice(bytes.length - from);
			NetworkFault reset = fault(Effect.RESET_AFTER);
			long left = (reset != null) ? reset.amount() - passed(reset) : Long.MAX_VALUE;
			if (left <= 0) {
				this.connection.reset();
				return;
			}
			length = (int) Math.min(length, left);
			corrupt(bytes, from, length);
			output.write(bytes, from, length);
			output.flush();
			count(reset, length);
			from += length;
			if (length == left) {
				this.connection.reset();
				return;
			}
			slowDown(length);
		}
	}

	private int slice(int length) {
		NetworkFault slice = fault(Effect.SLICE);
		NetworkFault bandwidth = fault(Effect.BANDWIDTH);
		long limit = (slice != null) ? slice.amount() : length;
		if (bandwidth != null) {
			// Twenty times a second, so that it flows.
			limit = Math.min(limit, Math.max(1, bandwidth.amount() / 20));
		}
		return (int) Math.min(length, limit);
	}

	private void corrupt(byte[] bytes, int from, int length) {
		NetworkFault corruption = fault(Effect.CORRUPT_AFTER);
		if (corruption == null) {
			return;
		}
		long position = corruption.amount() - passed(corruption);
		if (position >= 0 && position < length) {
			bytes[from + (int) position] ^= (byte) 0xFF;
		}
		count(corruption, length);
	}

	private long passed(NetworkFault fault) {
		return this.passed.getOrDefault(fault, 0L);
	}

	private void count(@Nullable NetworkFault fault, int length) {
		if (fault != null) {
			this.passed.merge(fault, (long) length, Long::sum);
		}
	}

	private void slowDown(int length) throws InterruptedException {
		NetworkFault bandwidth = fault(Effect.BANDWIDTH);
		if (bandwidth == null) {
			return;
		}
		long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(length) / bandwidth.amount();
		this.lock.lockInterruptibly();
		try {
			long wait = until - System.nanoTime();
			while (wait > 0 && !this.connection.ended() && this.faults.contains(bandwidth)) {
				pause(wait);
				wait = until - System.nanoTime();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits no longer than until something has changed.
	 */
	@SuppressWarnings("WaitNotInLoop") // callers loop
	private void pause(long nanos) throws InterruptedException {
		long left = this.changed.awaitNanos(nanos);
		assert left <= nanos;
	}

	/**
	 * Bytes on their way.
	 *
	 * @param bytes the bytes
	 * @param due when they arrive, by {@link System#nanoTime()}
	 */
	@SuppressWarnings("ArrayRecordComponent") // nobody compares them
	private record Chunk(byte[] bytes, long due) {

	}

}
