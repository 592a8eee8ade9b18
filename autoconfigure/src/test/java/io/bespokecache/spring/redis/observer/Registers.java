package io.bespokecache.spring.redis.observer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The database: a register for each key, which holds nothing but its version, in memory
 * that all processes of this machine share. Every operation is atomic, so that what a
 * read may return is known exactly. Thread-safe.
 */
final class Registers {

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final ThreadLocal<Long> LAST_LOAD = ThreadLocal.withInitial(() -> 0L);

	/** A cache line each. */
	private static final int SIZE = 64;

	private static final int VERSION = 0;

	private static final int EVICTED = 8;

	private static final int LOADS = 16;

	private static final int LOADER = 24;

	private final MappedByteBuffer memory;

	private final int count;

	private Registers(MappedByteBuffer memory, int count) {
		this.memory = memory;
		this.count = count;
	}

	static Registers open(Path file, int count) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			return new Registers(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) (count + 1) * SIZE), count);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int count() {
		return this.count;
	}

	private static int at(int key, int field) {
		return (key + 1) * SIZE + field;
	}

	private long get(int position) {
		return (long) LONG.getVolatile(this.memory, position);
	}

	/** Raises the version. Returns the new one. */
	long write(int key) {
		return (long) LONG.getAndAdd(this.memory, at(key, VERSION), 1L) + 1;
	}

	long version(int key) {
		return get(at(key, VERSION));
	}

	/**
	 * Reads the version, in the time that is set for that.
	 * @param node who reads
	 */
	long load(int key, int node) {
		long start = System.nanoTime();
		LONG.setVolatile(this.memory, at(key, LOADER), (long) node + 1);
		LONG.getAndAdd(this.memory, at(key, LOADS), 1L);
		long version = version(key);
		Pause.of(loadNanos());
		LAST_LOAD.set(System.nanoTime() - start);
		return version;
	}

	/** How long the calling thread's last load has taken, in nanoseconds. */
	static long lastLoad() {
		return LAST_LOAD.get();
	}

	/** How often the register was loaded, by all processes. */
	long loads(int key) {
		return get(at(key, LOADS));
	}

	/** Who has begun a load last; -1 for nobody. */
	int loader(int key) {
		return (int) get(at(key, LOADER)) - 1;
	}

	/** An eviction of the key that followed a write has returned. */
	void evicted(int key, long version) {
		int position = at(key, EVICTED);
		long before = get(position);
		while (before < version && !LONG.compareAndSet(this.memory, position, before, version)) {
			before = get(position);
		}
	}

	/** The latest version of which the eviction has returned. */
	long evicted(int key) {
		return get(at(key, EVICTED));
	}

	/** Which part of the run it is. */
	int phase() {
		return (int) get(0);
	}

	void enter(int phase) {
		LONG.setVolatile(this.memory, 0, (long) phase);
	}

	private long loadNanos() {
		return get(8);
	}

	void slowDown(long loadNanos) {
		LONG.setVolatile(this.memory, 8, loadNanos);
	}

}
