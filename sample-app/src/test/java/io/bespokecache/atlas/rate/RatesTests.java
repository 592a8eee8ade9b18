package io.bespokecache.atlas.rate;

import io.bespokecache.atlas.web.NotFoundException;
import io.bespokecache.spring.BespokeCacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.datasource.url=jdbc:h2:mem:cities")
class RatesTests {

	@Autowired
	private Rates rates;

	@Autowired
	private RateSource source;

	@Autowired
	private BespokeCacheManager cacheManager;

	@AfterEach
	void restore() {
		this.source.start();
		this.cacheManager.resetCaches();
	}

	@Test
	void aRateComesFromTheSourceAndSaysThatItIsSynthetic() {
		assertThat(this.rates.of("CHF")).satisfies((rate) -> {
			assertThat(rate.currency()).isEqualTo("CHF");
			assertThat(rate.usd()).isPositive();
			assertThat(rate.synthetic()).isTrue();
		});
	}

	@Test
	void aCachedRateIsServedWhileTheSourceIsStopped() {
		Rate rate = this.rates.of("EUR");
		this.source.stop();
		assertThat(this.rates.of("EUR")).isEqualTo(rate);
	}

	@Test
	void aRateThatIsNotCachedFailsWhileTheSourceIsStoppedAndIsBackWithIt() {
		this.source.stop();
		assertThatExceptionOfType(RateUnavailableException.class).isThrownBy(() -> this.rates.of("JPY"))
			.satisfies((ex) -> assertThat(ex.getBody().getDetail()).contains("JPY").contains("does not answer"));
		this.source.start();
		assertThat(this.rates.of("JPY").currency()).isEqualTo("JPY");
	}

	@Test
	void anUnknownCurrencyIsRefused() {
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.rates.of("XXQ"));
	}

}
