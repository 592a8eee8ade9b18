package io.bespokecache.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The CPU time that the measuring threads take for a call. Unlike the elapsed time it
 * leaves out when they wait for a processor, so that it can be compared on a machine that
 * has other work to do. What JMH calls between the measured calls is in it.
 */
public final class CpuTimeProfiler implements InternalProfiler {

	static final String LABEL = "cpu.time.norm";

	private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private long before;

	@Override
	public String getDescription() {
		return "CPU time of the measuring threads a call";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = total();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double calls = result.getMetadata().getAllOps();
		return List.of(new ScalarResult(LABEL, (total() - this.before) / calls, "ns/op", AggregationPolicy.AVG));
	}

	private long total() {
		return Arrays.stream(this.threads.getThreadInfo(this.threads.getAllThreadIds()))
			.filter(Objects::nonNull)
			.filter((thread) -> thread.getThreadName().contains("jmh-worker"))
			.mapToLong(ThreadInfo::getThreadId)
			.map(this.threads::getThreadCpuTime)
			.sum();
	}

}
