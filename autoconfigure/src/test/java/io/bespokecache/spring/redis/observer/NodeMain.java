package io.bespokecache.spring.redis.observer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

import javax.management.JMException;
import javax.management.ObjectName;

import io.lettuce.core.protocol.AsyncCommand;
import org.jspecify.annotations.Nullable;

/**
 * One of the virtual machines: an application that reads and writes the registers all the
 * time, and does what it is asked to over its standard input, a line each.
 */
final class NodeMain {

	/** How many phases a run can have. */
	static final int PHASES = 256;

	private static final int READERS = 3;

	private static final long BETWEEN_READS = TimeUnit.MICROSECONDS.toNanos(300);

	private static final long BETWEEN_WRITES = TimeUnit.MILLISECONDS.toNanos(15);

	/** One write of so many clears the cache instead of one key of it. */
	private static final int WRITES_PER_CLEAR = 200;

	private static final int MAXIMUM_RECORDED = 500_000;

	private final int node;

	private final Registers registers;

	private final Application application;

	private final RegisterService service;

	private final AtomicIntegerArray reads = new AtomicIntegerArray(PHASES);

	private final AtomicIntegerArray exceptions = new AtomicIntegerArray(PHASES);

	/** Greatest time that a read has taken, in nanoseconds. */
	private final AtomicLongArray slowest = new AtomicLongArray(PHASES);

	private final AtomicReference<@Nullable String> firstException = new AtomicReference<>();

	private final Queue<StaleRead> stale = new ConcurrentLinkedQueue<>();

	private final AtomicInteger recorded = new AtomicInteger();

	private final List<Write> writes = new ArrayList<>();

	/** Returned, and not known to be acknowledged. */
	private final List<Write> waiting = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean ending;

	private NodeMain(int node, Path file, int count, List<String> properties) {
		this.node = node;
		this.registers = Registers.open(file, count);
		this.application = new Application(node, file, count, properties);
		this.service = this.application.service();
	}

	/**
	 * Runs until standard input ends.
	 * @param args number of the node, file of the registers, how many there are, and
	 * properties of the application
	 */
	public static void main(String[] args) throws IOException {
		PrintStream out = System.out;
		System.setOut(System.err);
		NodeMain main = new NodeMain(Integer.parseInt(args[0]), Path.of(args[1]), Integer.parseInt(args[2]),
				Arrays.asList(args).subList(3, args.length));
		answer(out, List.of("ready"));
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			answer(out, main.execute(line.split(" ", -1)));
		}
		System.exit(0);
	}

	private static void answer(PrintStream out, List<String> lines) {
		StringBuilder text = new StringBuilder();
		lines.forEach((line) -> text.append(line).append('\n'));
		out.print(text.append(".\n"));
		out.flush();
	}

	private List<String> execute(String[] command) {
		return switch (command[0]) {
			case "run" -> run();
			case "end" -> end();
			case "status" -> status();
			case "report" -> report();
			case "find" -> List.of(String.valueOf(find(Integer.parseInt(command[1]))));
			case "storm" ->
				storm(Integer.parseInt(command[1]), Integer.parseInt(command[2]), Long.parseLong(command[3]));
			case "evict" -> evict(Integer.parseInt(command[1]));
			case "futures" -> List.of(String.valueOf(futures()));
			case "close" -> close();
			default -> throw new IllegalArgumentException(command[0]);
		};
	}

	// ------------------------------------------------------------------ load

	private List<String> run() {
		for (int i = 0; i < READERS; i++) {
			start("reader " + i, this::read);
		}
		start("writer", this::write);
		return List.of();
	}

	private void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private List<String> end() {
		this.ending = true;
		for (Thread thread : this.threads) {
			try {
				thread.join(TimeUnit.SECONDS.toMillis(60));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (thread.isAlive()) {
				throw new IllegalStateException(thread + " does not end: " + Arrays.toString(thread.getStackTrace()));
			}
		}
		this.threads.clear();
		return List.of();
	}

	private void read() {
		while (!this.ending) {
			int key = ThreadLocalRandom.current().nextInt(this.registers.count());
			long evicted = this.registers.evicted(key);
			int phase = this.registers.phase();
			long start = System.nanoTime();
			long version = find(key);
			long end = System.nanoTime();
			this.slowest.accumulateAndGet(phase, end - start, Math::max);
			if (version >= 0) {
				this.reads.incrementAndGet(phase);
				if (version < evicted && this.recorded.incrementAndGet() <= MAXIMUM_RECORDED) {
					this.stale.add(new StaleRead(this.node, phase, key, version, start, end));
				}
			}
			Pause.of(BETWEEN_READS);
		}
	}

	/** Returns -1 if the call failed. */
	private long find(int key) {
		try {
			RegisterService.Register found = this.service.find(key);
			if (found.key() != key) {
				throw new IllegalStateException("Asked for " + key + " and was given " + found);
			}
			return found.version();
		}
		catch (RuntimeException ex) {
			failed(ex);
			return -1;
		}
	}

	private void failed(RuntimeException exception) {
		this.exceptions.incrementAndGet(this.registers.phase());
		StringWriter text = new StringWriter();
		exception.printStackTrace(new PrintWriter(text));
		this.firstException.compareAndSet(null, text.toString());
	}

	private void write() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		while (!this.ending) {
			int key = random.nextInt(this.registers.count());
			boolean all = random.nextInt(WRITES_PER_CLEAR) == 0;
			long version = this.registers.write(key);
			try {
				if (all) {
					this.service.allWritten();
				}
				else {
					this.service.written(key);
				}
				returned(key, version, all);
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
			Pause.of(BETWEEN_WRITES);
		}
		acknowledge();
	}

	private void returned(int key, long version, boolean all) {
		long returned = System.nanoTime();
		this.registers.evicted(key, version);
		synchronized (this.writes) {
			this.waiting.add(new Write(this.node, key, version, all, returned, Write.NEVER));
			acknowledge();
		}
	}

	/**
	 * What has returned before it is seen that nothing is pending, Redis has.
	 */
	private void acknowledge() {
		synchronized (this.writes) {
			if (!this.waiting.isEmpty() && this.application.statistics().pending() == 0) {
				long now = System.nanoTime();
				this.waiting.forEach((write) -> this.writes.add(write.acknowledgedAt(now)));
				this.waiting.clear();
			}
		}
	}

	// ------------------------------------------------------------------ questions

	private List<String> status() {
		acknowledge();
		return List.of(this.application.isSettled() ? "settled" : "unsettled",
				this.application.statistics().toString());
	}

	private List<String> report() {
		List<String> lines = new ArrayList<>();
		for (int phase = 0; phase < PHASES; phase++) {
			if (this.reads.get(phase) + this.exceptions.get(phase) > 0) {
				lines.add("reads " + phase + ' ' + this.reads.get(phase) + ' ' + this.exceptions.get(phase) + ' '
						+ this.slowest.get(phase));
			}
		}
		synchronized (this.writes) {
			this.writes.forEach((write) -> lines.add(write.line()));
			this.waiting.forEach((write) -> lines.add(write.line()));
		}
		this.stale.forEach((read) -> lines.add(read.line()));
		String exception = this.firstException.get();
		if (exception != null) {
			exception.lines().forEach((line) -> lines.add("exception " + line));
		}
		lines.add("recorded " + this.recorded);
		return lines;
	}

	/**
	 * Many threads ask for one key at the same time. What each of them was given, apart.
	 */
	private List<String> storm(int key, int threads, long when) {
		String[] given = new String[threads];
		CountDownLatch done = new CountDownLatch(threads);
		for (int i = 0; i < threads; i++) {
			int index = i;
			start("storm " + i, () -> {
				Pause.until(when);
				given[index] = String.valueOf(find(key));
				done.countDown();
			});
		}
		try {
			done.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.threads.clear();
		return List.of(given);
	}

	private List<String> evict(int key) {
		this.service.written(key);
		return List.of();
	}

	/** How many futures, and commands of the client, are held on to. */
	private static long futures() {
		try {
			String histogram = (String) ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
						new Object[] { new String[0] }, new String[] { String[].class.getName() });
			return histogram.lines()
				.map((line) -> line.trim().split(" +", -1))
				.filter((columns) -> columns.length > 3 && (columns[3].equals(CompletableFuture.class.getName())
						|| columns[3].equals(AsyncCommand.class.getName())))
				.mapToLong((columns) -> Long.parseLong(columns[1]))
				.sum();
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Closes the application. What it has left behind. */
	private List<String> close() {
		this.application.close();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		List<String> left = threads();
		while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
			Pause.of(TimeUnit.MILLISECONDS.toNanos(20));
			left = threads();
		}
		return left;
	}

	private static List<String> threads() {
		List<String> ours = new ArrayList<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			String name = thread.getName();
			if (name.startsWith("bespoke") || name.startsWith("lettuce")) {
				ours.add(name);
			}
		}
		return ours;
	}

}
