package io.bespokecache.spring.redis.observer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import io.bespokecache.spring.redis.observer.Oracle.Staleness;

/**
 * A run: faults one after the other under load, and then the verdict on every read.
 */
final class Observation {

	private static final long STEP = 50_000_000;

	private final Scene scene;

	private final Bounds bounds;

	private final List<Episode> episodes = new ArrayList<>();

	private final List<String> violations = new ArrayList<>();

	private final StringBuilder table = new StringBuilder();

	Observation(Scene scene, Bounds bounds) {
		this.scene = scene;
		this.bounds = bounds;
	}

	void begin() {
		this.scene.nodes().forEach((node) -> node.ask("run"));
	}

	/**
	 * Lets time pass without a fault, then with one, and then until it is overcome.
	 */
	void undergo(Fault fault, Duration quiet, Duration duration) {
		Pause.of(quiet.toNanos());
		int phase = this.episodes.size() + 1;
		long loads = loads();
		this.scene.registers().enter(phase);
		long begin = System.nanoTime();
		fault.begin(this.scene);
		long deadline = begin + duration.toNanos();
		while (System.nanoTime() - deadline < 0) {
			fault.goOn(this.scene);
			Pause.of(Math.min(STEP, Math.max(1, deadline - System.nanoTime())));
		}
		fault.stop(this.scene);
		long end = System.nanoTime();
		this.scene.awaitSettled();
		long settled = System.nanoTime();
		long over = end + this.bounds.excused().toNanos();
		Pause.until(over);
		this.scene.registers().enter(0);
		this.episodes.add(new Episode(fault, phase, begin, end, settled, over, loads() - loads));
	}

	private long loads() {
		long loads = 0;
		for (int key = 0; key < this.scene.registers().count(); key++) {
			loads += this.scene.registers().loads(key);
		}
		return loads;
	}

	/**
	 * Ends the load, and judges.
	 * @return what must not have been; nothing if all is well
	 */
	List<String> end() {
		this.scene.nodes().forEach((node) -> node.ask("end"));
		this.scene.awaitSettled();
		List<Write> writes = new ArrayList<>();
		List<StaleRead> stale = new ArrayList<>();
		long[] reads = new long[NodeMain.PHASES];
		long[] exceptions = new long[NodeMain.PHASES];
		long[] slowest = new long[NodeMain.PHASES];
		for (Node node : this.scene.nodes()) {
			List<String> trace = new ArrayList<>();
			for (String line : node.ask("report")) {
				String[] parts = line.split(" ", -1);
				switch (parts[0]) {
					case "write" -> writes.add(Write.parse(line));
					case "stale" -> stale.add(StaleRead.parse(line));
					case "reads" -> {
						int phase = Integer.parseInt(parts[1]);
						reads[phase] += Long.parseLong(parts[2]);
						exceptions[phase] += Long.parseLong(parts[3]);
						slowest[phase] = Math.max(slowest[phase], Long.parseLong(parts[4]));
					}
					case "exception" -> trace.add(line.substring(parts[0].length() + 1));
					default -> {
					}
				}
			}
			if (!trace.isEmpty()) {
				this.violations.add("Node " + node.number() + " threw " + String.join("\n", trace));
			}
		}
		judge(new Oracle(writes), stale, reads, exceptions, slowest);
		this.table.append(String.format(Locale.ROOT, "%d writes, %d of them never acknowledged%n", writes.size(),
				writes.stream().filter((write) -> write.acknowledged() == Write.NEVER).count()));
		this.scene.nodes().forEach((node) -> this.table.append(node.ask("status").get(1)).append('\n'));
		return this.violations;
	}

	private void judge(Oracle oracle, List<StaleRead> stale, long[] reads, long[] exceptions, long[] slowest) {
		List<Staleness> judged = stale.stream().map(oracle::judge).toList();
		this.table.append(String.format(Locale.ROOT, "%-32s %8s %7s %10s %10s %10s %8s %8s %7s %6s%n", "fault", "reads",
				"stale", "during ms", "after ms", "returned ms", "settled", "slowest", "loads", "except"));
		for (Episode episode : this.episodes) {
			List<Staleness> during = in(judged, (time) -> episode.covers(time) && time - episode.end() < 0);
			List<Staleness> after = in(judged, (time) -> episode.covers(time) && time - episode.end() >= 0);
			row(episode.fault().toString(), reads[episode.phase()], during, after,
					(episode.settled() - episode.end()) / 1e6, slowest[episode.phase()] / 1e6, episode.loads(),
					exceptions[episode.phase()]);
			limit(oracle, during, this.bounds.staleness(), "during '" + episode.fault() + "'");
			limit(oracle, after, this.bounds.staleness(), "after '" + episode.fault() + "'");
		}
		List<Staleness> quiet = in(judged,
				(time) -> this.episodes.stream().noneMatch((episode) -> episode.covers(time)));
		row("without a fault", reads[0], quiet, List.of(), 0, slowest[0] / 1e6, 0, exceptions[0]);
		limit(oracle, quiet, this.bounds.propagation(), "without a fault");
		Staleness own = Staleness.greatest(judged, Comparator.comparingLong(Staleness::own));
		if (own != null && own.own() > 0) {
			this.violations.add(String.format(Locale.ROOT, "A node did not read its own eviction, %.3f ms after it%n%s",
					own.own() / 1e6, oracle.history(own.read())));
		}
	}

	private static List<Staleness> in(List<Staleness> all, Predicate<Long> when) {
		return all.stream().filter((staleness) -> when.test(staleness.read().start())).toList();
	}

	private void row(String name, long reads, List<Staleness> during, List<Staleness> after, double settled,
			double slowest, long loads, long exceptions) {
		long stale = during.stream().filter((one) -> one.acknowledged() > 0).count()
				+ after.stream().filter((one) -> one.acknowledged() > 0).count();
		this.table.append(String.format(Locale.ROOT, "%-32s %8d %7d %10.1f %10.1f %10.1f %8.0f %8.0f %7d %6d%n", name,
				reads, stale, greatest(during, Staleness::acknowledged), greatest(after, Staleness::acknowledged),
				Math.max(greatest(during, Staleness::returned), greatest(after, Staleness::returned)), settled, slowest,
				loads, exceptions));
	}

	private static double greatest(List<Staleness> all, ToLongFunction<Staleness> measure) {
		return all.stream().mapToLong(measure).max().orElse(0) / 1e6;
	}

	private void limit(Oracle oracle, List<Staleness> all, Duration bound, String when) {
		Staleness greatest = Staleness.greatest(all, Comparator.comparingLong(Staleness::acknowledged));
		if (greatest != null && greatest.acknowledged() > bound.toNanos()) {
			this.violations.add(String.format(Locale.ROOT, "A read %s was stale by %.3f ms, more than %d ms%n%s", when,
					greatest.acknowledged() / 1e6, bound.toMillis(), oracle.history(greatest.read())));
		}
	}

	String table() {
		return this.table.toString();
	}

	/**
	 * What is promised.
	 *
	 * @param staleness greatest staleness while a fault lasts, and shortly after
	 * @param excused how long after a fault
	 * @param propagation greatest staleness at any other time
	 */
	record Bounds(Duration staleness, Duration excused, Duration propagation) {

	}

}
