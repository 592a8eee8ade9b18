package io.bespokecache.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/**
 * Keeps what Spring Boot reports of the latest failed start of the current thread.
 */
final class LatestFailureAnalysis implements FailureAnalysisReporter {

	private static final ThreadLocal<@Nullable FailureAnalysis> LATEST = new ThreadLocal<>();

	@Override
	public void report(FailureAnalysis analysis) {
		LATEST.set(analysis);
	}

	static @Nullable FailureAnalysis take() {
		FailureAnalysis latest = LATEST.get();
		LATEST.remove();
		return latest;
	}

}
