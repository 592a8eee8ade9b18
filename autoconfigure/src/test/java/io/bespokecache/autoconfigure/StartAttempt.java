package io.bespokecache.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.bespokecache.map.Expiry;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.FileSystemUtils;

/**
 * A real start of an application with a configuration file, and what its author is told
 * when it fails.
 *
 * @param file name of the configuration file
 * @param failure what the start ended with; {@code null} if the application started
 * @param analysis what the author is told; {@code null} if there is no explanation
 */
record StartAttempt(String file, @Nullable RuntimeException failure,
		@Nullable FailureAnalysis analysis) implements AssertProvider<StartAttemptAssert> {

	/**
	 * Starts an application with these lines of YAML under {@code bespoke.cache}.
	 */
	static StartAttempt withYaml(String lines) {
		return start("application.yml", "bespoke:\n  cache:\n" + lines.indent(4));
	}

	/**
	 * Starts an application with these lines of YAML under {@code bespoke.cache}, on a
	 * class path without the given package.
	 */
	static StartAttempt withYamlAndWithout(String packageName, String lines) {
		Thread thread = Thread.currentThread();
		ClassLoader classLoader = thread.getContextClassLoader();
		try (FilteredClassLoader filtered = new FilteredClassLoader(packageName)) {
			thread.setContextClassLoader(filtered);
			return withYaml(lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			thread.setContextClassLoader(classLoader);
		}
	}

	static StartAttempt withProperties(String lines) {
		return start("application.properties", lines);
	}

	private static StartAttempt start(String file, String content) {
		try {
			Path directory = Files.createTempDirectory("start-attempt");
			try {
				Files.writeString(directory.resolve(file), content);
				return start(file, directory);
			}
			finally {
				FileSystemUtils.deleteRecursively(directory);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static StartAttempt start(String file, Path directory) {
		SpringApplication application = new SpringApplication(CachingApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		LatestFailureAnalysis.take();
		LoggingSystem logging = LoggingSystem.get(StartAttempt.class.getClassLoader());
		LogLevel level = Objects.requireNonNull(logging.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME))
			.getConfiguredLevel();
		try (ConfigurableApplicationContext context = application.run("--spring.config.location=" + directory.toUri(),
				"--logging.level.root=off")) {
			return new StartAttempt(file, context.isActive() ? null : new IllegalStateException("Not active"), null);
		}
		catch (RuntimeException ex) {
			return new StartAttempt(file, ex, LatestFailureAnalysis.take());
		}
		finally {
			// The level outlives the application, and other tests read the log.
			logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, level);
		}
	}

	@Override
	public StartAttemptAssert assertThat() {
		return new StartAttemptAssert(this);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BespokeCacheAutoConfiguration.class, BespokeCachingAutoConfiguration.class,
			CacheAutoConfiguration.class })
	static class CachingApplication {

		@Bean
		Expiry<Object, Object> oneHour() {
			return (key, value) -> Duration.ofHours(1);
		}

	}

}
