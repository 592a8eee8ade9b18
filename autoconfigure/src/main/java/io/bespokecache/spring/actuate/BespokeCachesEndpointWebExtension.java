package io.bespokecache.spring.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.bespokecache.spring.BespokeCache;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.MimeType;

/**
 * Answers a browser with a page, and everyone else with JSON, and says why a cache was
 * not changed, and what to ask for instead.
 */
@EndpointWebExtension(endpoint = BespokeCachesEndpoint.class)
public class BespokeCachesEndpointWebExtension {

	/** The style sheet of the page, beside this class. */
	public static final String STYLE = "io/bespokecache/spring/actuate/report.css";

	private static final MimeType UTF_8_HTML = new MimeType("text", "html", StandardCharsets.UTF_8);

	private final BespokeCachesEndpoint endpoint;

	private final Clock clock;

	private final String style;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint that is extended
	 * @param clock tells when a page was made
	 */
	public BespokeCachesEndpointWebExtension(BespokeCachesEndpoint endpoint, Clock clock) {
		this.endpoint = endpoint;
		this.clock = clock;
		try {
			this.style = new ClassPathResource(STYLE).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Shows every cache.
	 * @param format what the client accepts
	 * @return the caches
	 */
	@ReadOperation(producesFrom = ReportFormat.class)
	public WebEndpointResponse<Object> caches(ReportFormat format) {
		return answer(format, this.endpoint::caches, this.endpoint.managed().byName().values());
	}

	/**
	 * Shows one cache. Never creates one.
	 * @param format what the client accepts
	 * @param cache name of the cache
	 * @return the cache; 404 if there is none of that name
	 */
	@ReadOperation(producesFrom = ReportFormat.class)
	public WebEndpointResponse<Object> cache(ReportFormat format, @Selector String cache) {
		BespokeCache found = this.endpoint.managed().find(cache);
		if (found == null) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return answer(format, () -> CacheDescriptor.of(found), List.of(found));
	}

	private WebEndpointResponse<Object> answer(ReportFormat format, Supplier<Object> json,
			Collection<BespokeCache> caches) {
		if (format != ReportFormat.HTML) {
			return new WebEndpointResponse<>(json.get(), format);
		}
		List<ReportedCache> reported = caches.stream().map(ReportedCache::of).toList();
		return new WebEndpointResponse<>(new HtmlReport(reported, this.clock.instant(), this.style).write(),
				UTF_8_HTML);
	}

	/**
	 * Changes a cache.
	 * @param cache name of the cache
	 * @param strategy the strategy to take, for example {@code sharded}
	 * @param maximumSize greatest number of entries
	 * @param expireAfterWrite time to live since the last write, for example {@code 10m}
	 * @return what was done, or why not
	 */
	@WriteOperation
	public WebEndpointResponse<?> change(@Selector String cache, @Nullable String strategy,
			@Nullable String maximumSize, @Nullable String expireAfterWrite) {
		return respond(() -> this.endpoint.change(cache, strategy, maximumSize, expireAfterWrite));
	}

	/**
	 * Removes a key of a cache, or all.
	 * @param cache name of the cache
	 * @param key text of the key; {@code null} if all are to go
	 * @param all {@code true} if all are to go
	 * @return what was removed, or why nothing was
	 */
	@DeleteOperation
	public WebEndpointResponse<?> remove(@Selector String cache, @Nullable String key, @Nullable String all) {
		return respond(() -> this.endpoint.remove(cache, key, all));
	}

	private static WebEndpointResponse<?> respond(Supplier<?> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (RefusedOperationException ex) {
			return new WebEndpointResponse<>(ex.descriptor(), ex.status());
		}
	}

}
