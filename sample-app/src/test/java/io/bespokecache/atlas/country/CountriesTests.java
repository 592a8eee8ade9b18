package io.bespokecache.atlas.country;

import io.bespokecache.atlas.web.NotFoundException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:cities")
class CountriesTests {

	@Autowired
	private Countries countries;

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
	void anUnknownCodeIsRefused() {
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.countries.byCode("ZZ"));
	}

}
