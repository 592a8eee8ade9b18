package io.bespokecache.spring.actuate;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.GivenSecondLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SecondLevelDescriptorTests {

	private final GivenSecondLevel level = new GivenSecondLevel();

	private final BespokeCacheManager manager = new BespokeCacheManager(this.level.definitions());

	@AfterEach
	void close() {
		this.manager.close();
	}

	private CacheDescriptor shown(String name) {
		BespokeCachesEndpoint endpoint = new BespokeCachesEndpoint(List.of(this.manager));
		return Objects.requireNonNull(endpoint.cache(name));
	}

	@Test
	void eachFigureIsShownUnderItsName() {
		assertThat(shown(GivenSecondLevel.SHARED).secondLevel()).isEqualTo(new SecondLevelDescriptor("redis", true,
				true, "5s", "closed", 101, 102, 103, 104, 105, 119, 106, 107, 108, 109, 0, 111,
				new SecondLevelDescriptor.FlushesDescriptor(112, 113, 114, 115), 116, 117, 118, 120, 1_000, "1250us"));
	}

	@Test
	void whatIsNotKnownIsAbsent() {
		this.level.show(GivenSecondLevel.OUT_OF_REACH);
		assertThat(shown(GivenSecondLevel.SHARED).secondLevel())
			.extracting("connected", "coherent", "staleness", "breaker", "pending", "operationTime")
			.containsExactly(false, false, null, "open", 7L, null);
	}

	@Test
	void aCacheThatSharesNothingHasNone() {
		assertThat(shown(GivenSecondLevel.ALONE).secondLevel()).isNull();
	}

	@Test
	void theConfigurationTellsHowACacheIsShared() {
		assertThat(shown(GivenSecondLevel.SHARED).configuration())
			.extracting(ConfigurationDescriptor::secondLevel, ConfigurationDescriptor::valueType,
					ConfigurationDescriptor::whenIncoherent)
			.containsExactly("redis", null, "bypass");
		assertThat(shown(GivenSecondLevel.ALONE).configuration())
			.extracting(ConfigurationDescriptor::secondLevel, ConfigurationDescriptor::whenIncoherent)
			.containsExactly(null, null);
	}

	@Test
	void theListOfCachesShowsTheSame() {
		Map<String, CacheDescriptor> caches = new BespokeCachesEndpoint(List.of(this.manager)).caches().caches();
		assertThat(caches.get(GivenSecondLevel.SHARED)).extracting(CacheDescriptor::secondLevel)
			.isEqualTo(shown(GivenSecondLevel.SHARED).secondLevel());
	}

}
