package io.bespokecache.spring.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.bespokecache.workload.Advice.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SettingsYaml}. What it writes has to come back through Spring Boot's
 * own binding.
 */
class SettingsYamlTests {

	private static final List<Setting> BOUND = List.of(new Setting("maximum-size", "20000"));

	@Test
	void writesTheFullPath() {
		assertThat(SettingsYaml.of("countries", BOUND)).isEqualTo("""
				bespoke:
				  cache:
				    caches:
				      countries:
				        maximum-size: 20000""");
	}

	@Test
	void settingsThatBelongTogetherStandTogether() {
		assertThat(SettingsYaml.of("countries", List.of(new Setting("workload.read-ratio", "0.7"),
				new Setting("expire-after-write", "30m"), new Setting("workload.key-lifetime", "forever"))))
			.isEqualTo("""
					bespoke:
					  cache:
					    caches:
					      countries:
					        workload:
					          read-ratio: 0.7
					          key-lifetime: forever
					        expire-after-write: 30m""");
	}

	@Test
	void settingsOfAPatternSayThatOtherCachesAreChangedToo() throws IOException {
		String yaml = SettingsYaml.of("session-*", BOUND);
		assertThat(yaml).contains("\n      \"[session-*]\": # changes every cache that this pattern describes\n");
		assertThat(bind(yaml)).isEqualTo(Map.of("session-*", Map.of("maximum-size", "20000")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "countries", "city-by-id", "Städte", "a.b", "com.example.Cities", "with space", "42",
			"007", "1e3", "no", "Off", "null", "-dash", "#hash", "quote\"d", "back\\slash", "a: b", "<script>", "{x}",
			"line\nend", "sessions\u2028", "'" })
	void everyNameSurvivesBinding(String name) throws IOException {
		String yaml = SettingsYaml.of(name, BOUND);
		assertThat(bind(yaml)).isEqualTo(Map.of(name, Map.of("maximum-size", "20000")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "20000", "0.7", "30m", "forever", "true", "adaptive-fifo", "off", "a # b", "x: y", "[1]",
			"*", "2026-11-26 10:00" })
	void everyValueSurvivesBinding(String value) throws IOException {
		String yaml = SettingsYaml.of("countries", List.of(new Setting("strategy", value)));
		assertThat(bind(yaml)).isEqualTo(Map.of("countries", Map.of("strategy", value)));
	}

	private static Map<String, Map<String, String>> bind(String yaml) throws IOException {
		MutablePropertySources sources = new MutablePropertySources();
		new YamlPropertySourceLoader().load("advice", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.forEach(sources::addLast);
		return new Binder(ConfigurationPropertySources.from(sources))
			.bind("bespoke.cache", Bindable.of(Properties.class))
			.get()
			.caches();
	}

	/**
	 * The caches of a configuration file.
	 *
	 * @param caches the settings of each
	 */
	record Properties(Map<String, Map<String, String>> caches) {

	}

}
