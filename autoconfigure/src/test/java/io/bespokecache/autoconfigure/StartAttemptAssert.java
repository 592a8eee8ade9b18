package io.bespokecache.autoconfigure;

import java.util.regex.Pattern;

import org.assertj.core.api.AbstractAssert;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Assertions on a {@link StartAttempt}.
 */
final class StartAttemptAssert extends AbstractAssert<StartAttemptAssert, StartAttempt> {

	StartAttemptAssert(StartAttempt actual) {
		super(actual, StartAttemptAssert.class);
	}

	StartAttemptAssert succeeded() {
		assertThat(this.actual.failure()).as("failure of the start").isNull();
		return this;
	}

	/**
	 * The application did not start, and this is all that its author is told to be wrong.
	 * The location of the configuration file is left out, its name is not.
	 */
	StartAttemptAssert failedBecause(String description) {
		String location = Pattern.compile("URL \\[file:[^]]*/(" + Pattern.quote(this.actual.file()) + ")]")
			.matcher(analysis().getDescription())
			.replaceAll("$1");
		assertThat(location).isEqualTo(description);
		return this;
	}

	StartAttemptAssert withRemedy(String action) {
		assertThat(analysis().getAction()).isEqualTo(action);
		return this;
	}

	private FailureAnalysis analysis() {
		assertThat(this.actual.failure()).as("failure of the start").isNotNull();
		FailureAnalysis analysis = this.actual.analysis();
		assertThat(analysis).as("explanation of %s", this.actual.failure()).isNotNull();
		return analysis;
	}

}
