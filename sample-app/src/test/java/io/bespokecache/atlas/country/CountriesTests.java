package io.bespokecache.atlas.country;

import java.util.Map;
import java.util.TreeMap;

import io.bespokecache.atlas.web.NotFoundException;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CachedEntry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:countries")
class CountriesTests {

	@Autowired
	private Countries countries;

	@Autowired
	private BespokeCacheManager cacheManager;

	@Test
	void everyCountryOfTheJdkIsFound() {
		assertThat(this.countries.codes()).hasSizeGreaterThan(240)
			.allSatisfy((code) -> assertThat(this.countries.byCode(code).name()).isNotBlank());
	}

	@Test
	void aCountryHasItsCurrencyAndZones() {
		assertThat(this.countries.byCode("JP"))
			.isEqualTo(new Country("JP", "Japan", "JPY", java.util.List.of("Asia/Tokyo")));
	}

	@Test
	void aCountryMayHaveNoCurrency() {
		assertThat(this.countries.byCode("AQ").currency()).isNull();
	}

	@Test
	void aCountryThatOnlyTheCitiesKnowIsFound() {
		assertThat(this.countries.byCode("XK").zones()).isNotEmpty();
	}

	@Test
	void everyCountryIsCachedBeforeAnybodyAsksForIt() {
		Map<String, Country> preloaded = new TreeMap<>();
		this.countries.forEach((code, country) -> {
			assertThat(cache().peek(code)).extracting(CachedEntry::value).isEqualTo(country);
			preloaded.put(code, country);
		});
		assertThat(preloaded).hasSizeGreaterThan(240).containsKeys("JP", "AQ", "XK");
		cache().clear();
		assertThat(preloaded).allSatisfy((code, country) -> assertThat(this.countries.byCode(code)).isEqualTo(country));
	}

	@Test
	void anUnknownCodeIsRefused() {
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.countries.byCode("ZZ"));
	}

	private BespokeCache cache() {
		BespokeCache cache = this.cacheManager.getCache("countries");
		assertThat(cache).isNotNull();
		return cache;
	}

}
