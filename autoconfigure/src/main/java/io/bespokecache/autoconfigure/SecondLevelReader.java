package io.bespokecache.autoconfigure;

import io.bespokecache.autoconfigure.BespokeCacheProperties.Settings;
import io.bespokecache.autoconfigure.BespokeCacheProperties.WarmStartSettings;
import io.bespokecache.spring.IncoherentPolicy;
import io.bespokecache.spring.SecondLevelEngine;
import io.bespokecache.spring.SecondLevelOptions;
import io.bespokecache.spring.json.JsonTypes;
import io.bespokecache.workload.ReferenceStrength;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Reads how one cache is shared with other processes.
 */
final class SecondLevelReader {

	private static final String SECOND_LEVEL = "second-level";

	private static final String VALUE_TYPE = "value-type";

	private static final String WHEN_INCOHERENT = "when-incoherent";

	private final SettingsReader settings;

	private final BeanFactory beanFactory;

	SecondLevelReader(SettingsReader settings, BeanFactory beanFactory) {
		this.settings = settings;
		this.beanFactory = beanFactory;
	}

	/**
	 * Reads the options.
	 * @return the options, or {@code null} if the cache is not shared
	 */
	@Nullable SecondLevelOptions read() {
		SecondLevelEngine engine = this.settings.value(SECOND_LEVEL, Settings::secondLevel);
		if (engine == null || engine == SecondLevelEngine.NONE) {
			requireNothingIdle();
			return null;
		}
		requireLibraries(engine);
		requireNothingInTheWay(engine);
		IncoherentPolicy incoherent = this.settings.value(WHEN_INCOHERENT, Settings::whenIncoherent);
		return new SecondLevelOptions(engine, readValueType(),
				(incoherent != null) ? incoherent : IncoherentPolicy.BYPASS);
	}

	/**
	 * What the defaults say about sharing is idle where nothing is shared.
	 */
	private void requireNothingIdle() {
		requireIdle(VALUE_TYPE, this.settings.isOwn(Settings::valueType),
				this.settings.value(VALUE_TYPE, Settings::valueType));
		IncoherentPolicy incoherent = this.settings.value(WHEN_INCOHERENT, Settings::whenIncoherent);
		requireIdle(WHEN_INCOHERENT, this.settings.isOwn(Settings::whenIncoherent),
				(incoherent != null) ? incoherent.id() : null);
	}

	private void requireIdle(String property, boolean own, @Nullable Object value) {
		if (own && value != null) {
			throw this.settings.refusal(property, value,
					"never takes effect, because the cache is not shared with other processes",
					"Set 'second-level' to redis, or remove '" + property + "'.");
		}
	}

	private void requireLibraries(SecondLevelEngine engine) {
		if (!OptionalLibrary.REDIS.isPresent(this.beanFactory)) {
			throw this.settings.refusal(SECOND_LEVEL, engine.id(),
					"needs a client of Redis, which is not on the class path",
					"Add the dependency org.springframework.boot:spring-boot-starter-data-redis, or remove 'second-level'.");
		}
		if (!OptionalLibrary.JACKSON.isPresent(this.beanFactory)) {
			throw this.settings.refusal(SECOND_LEVEL, engine.id(),
					"writes values as JSON, and Jackson 3 is not on the class path",
					"Add the dependency tools.jackson.core:jackson-databind, or remove 'second-level'.");
		}
	}

	private void requireNothingInTheWay(SecondLevelEngine engine) {
		if (this.settings.value("values", Settings::values) == ReferenceStrength.WEAK) {
			throw this.settings.refusal(SECOND_LEVEL, engine.id(),
					"has to keep the age of each value beside it, and nobody keeps what is beside a weak value",
					"Set values to strong or soft, or set 'second-level' to none for this cache.");
		}
		if (Boolean.TRUE.equals(this.settings.value("weak-keys", Settings::weakKeys))) {
			throw this.settings.refusal(SECOND_LEVEL, engine.id(),
					"finds keys that are equal, and weak-keys finds only the same object",
					"Set weak-keys to false, or set 'second-level' to none for this cache.");
		}
		WarmStartSettings warmStart = this.settings.value("warm-start", Settings::warmStart);
		if (warmStart != null && warmStart.enabled()) {
			throw this.settings.refusal("warm-start.file", String.valueOf(warmStart.file()),
					"brings entries back that others may have evicted in the meantime, and second-level keeps them already",
					"Remove 'warm-start', or set 'second-level' to none for this cache.");
		}
		String preload = this.settings.value("preload", Settings::preload);
		if (preload != null) {
			throw this.settings.refusal("preload", preload,
					"stores values without regard to what others evict meanwhile, and second-level has them already",
					"Remove 'preload', or set 'second-level' to none for this cache.");
		}
	}

	private @Nullable String readValueType() {
		String type = this.settings.value(VALUE_TYPE, Settings::valueType);
		if (type == null) {
			return null;
		}
		ClassLoader classLoader = (this.beanFactory instanceof ConfigurableBeanFactory configurable)
				? configurable.getBeanClassLoader() : null;
		String problem = JsonTypes.problemWith(type, classLoader);
		if (problem != null) {
			throw this.settings.refusal(VALUE_TYPE, type, problem, WarmUpReader.TYPE_REMEDY);
		}
		return type;
	}

}
