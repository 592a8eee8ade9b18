package io.bespokecache.spring.warmup;

import io.bespokecache.spring.json.UnrepresentableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * Why the first entry of those that could not be written or read was not. Says nothing
 * that is in the entry: keys and values may be secrets.
 */
final class FirstProblem {

	private static final Log logger = LogFactory.getLog(FirstProblem.class);

	private @Nullable String text;

	void set(Throwable cause) {
		if (this.text != null) {
			return;
		}
		this.text = describe(cause);
		logger.debug("An entry of a snapshot cannot be represented", cause);
	}

	private static String describe(Throwable cause) {
		if (cause instanceof SnapshotRefusedException || cause instanceof UnrepresentableException) {
			return String.valueOf(cause.getMessage());
		}
		if (cause instanceof InvalidDefinitionException definition) {
			return definition.getOriginalMessage();
		}
		return cause.getClass().getName();
	}

	@Nullable String text() {
		return this.text;
	}

}
