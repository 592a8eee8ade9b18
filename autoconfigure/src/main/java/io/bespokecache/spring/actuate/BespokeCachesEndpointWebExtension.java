package io.bespokecache.spring.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Says over HTTP why a cache was not changed, and what to ask for instead.
 */
@EndpointWebExtension(endpoint = BespokeCachesEndpoint.class)
public class BespokeCachesEndpointWebExtension {

	private final BespokeCachesEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint what it extends
	 */
	public BespokeCachesEndpointWebExtension(BespokeCachesEndpoint endpoint) {
		this.endpoint = endpoint;
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
	 * @param key text of the key; {@code null} for all
	 * @return what was removed, or why nothing was
	 */
	@DeleteOperation
	public WebEndpointResponse<?> remove(@Selector String cache, @Nullable String key) {
		return respond(() -> this.endpoint.remove(cache, key));
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
