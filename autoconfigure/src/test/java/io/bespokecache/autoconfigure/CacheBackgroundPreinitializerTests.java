package io.bespokecache.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class CacheBackgroundPreinitializerTests {

	@Test
	void springBootFindsIt() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(CacheBackgroundPreinitializer.class);
	}

	@Test
	void itsCachesCanBeMade() {
		assertThatNoException().isThrownBy(() -> new CacheBackgroundPreinitializer().preinitialize());
	}

}
