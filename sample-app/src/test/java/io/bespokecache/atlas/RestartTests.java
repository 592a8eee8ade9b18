package io.bespokecache.atlas;

import java.nio.file.Path;

import io.bespokecache.atlas.city.Cities;
import io.bespokecache.atlas.city.City;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CachedEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Atlas, stopped and started again.
 */
class RestartTests {

	private static final long ZURICH = 2657896;

	@TempDir
	private Path directory;

	@Test
	void aCityThatWasAskedForIsStillCached() {
		try (ConfigurableApplicationContext atlas = start()) {
			assertThat(cities(atlas).peek(ZURICH)).isNull();
			assertThat(atlas.getBean(Cities.class).byId(ZURICH)).isPresent();
		}
		try (ConfigurableApplicationContext atlas = start()) {
			CachedEntry entry = cities(atlas).peek(ZURICH);
			assertThat(entry).isNotNull();
			assertThat(atlas.getBean(Cities.class).byId(ZURICH)).contains((City) entry.value());
			assertThat(cities(atlas).getStore().statistics().misses()).isZero();
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(AtlasApplication.class).web(WebApplicationType.NONE)
			.run("--spring.datasource.url=jdbc:h2:mem:restart",
					"--bespoke.cache.caches.city-by-id.warm-start.enabled=true",
					"--bespoke.cache.caches.city-by-id.warm-start.file="
							+ this.directory.resolve("city-by-id.snapshot"));
	}

	private static BespokeCache cities(ConfigurableApplicationContext atlas) {
		BespokeCache cache = atlas.getBean(BespokeCacheManager.class).getCache("city-by-id");
		assertThat(cache).isNotNull();
		return cache;
	}

}
