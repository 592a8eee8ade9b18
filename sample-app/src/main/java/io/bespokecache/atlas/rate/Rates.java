package io.bespokecache.atlas.rate;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Currency;
import java.util.Objects;

import io.bespokecache.atlas.web.NotFoundException;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Exchange rates.
 */
@Service
public class Rates {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final RateSource source;

	private final RestClient client;

	Rates(RateSource source, RestClient.Builder client) {
		this.source = source;
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().connectTimeout(TIMEOUT).build());
		requests.setReadTimeout(TIMEOUT);
		this.client = client.requestFactory(requests).build();
	}

	/**
	 * Rate of a currency. Of callers that ask at the same time, one fetches it; while the
	 * source does not answer, the last rate goes on being served.
	 * @param currency ISO 4217 code
	 * @return the rate
	 * @throws NotFoundException if there is no such currency
	 */
	@Cacheable("rates")
	public Rate of(String currency) {
		requireCurrency(currency);
		try {
			return Objects
				.requireNonNull(this.client.get().uri(this.source.addressOf(currency)).retrieve().body(Rate.class));
		}
		catch (RestClientException ex) {
			throw new RateUnavailableException(currency, ex);
		}
	}

	private static void requireCurrency(String currency) {
		try {
			Currency.getInstance(currency);
		}
		catch (IllegalArgumentException ex) {
			throw new NotFoundException("There is no currency '" + currency + "'.");
		}
	}

}
