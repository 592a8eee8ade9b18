package io.bespokecache.spring.actuate;

import io.bespokecache.workload.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Something to change about a cache.
 *
 * @param kind what it is about, for example {@code bound-too-small}
 * @param seen what was seen, with its figures
 * @param cost what that costs
 * @param action what to do
 * @param yaml the settings that do it, as they are written in {@code application.yml};
 * absent if no setting would help
 */
public record AdviceDescriptor(String kind, String seen, String cost, String action, @Nullable String yaml) {

	/**
	 * Describes an advice.
	 * @param settingsKey the name under which the settings of the cache are to be
	 * changed; {@code null} if there is none
	 */
	static AdviceDescriptor of(Advice advice, @Nullable String settingsKey) {
		return new AdviceDescriptor(advice.kind().id(), advice.seen(), advice.cost(), advice.action(),
				(settingsKey != null && !advice.settings().isEmpty()) ? SettingsYaml.of(settingsKey, advice.settings())
						: null);
	}

}
