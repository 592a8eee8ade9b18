package io.bespokecache.atlas.node;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bespokecache.atlas.node.EvictionReport.Answer;
import io.bespokecache.atlas.node.NodeController.Watch;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * A node, asked over HTTP: this one or another, for all are asked alike. Thread-safe.
 */
final class Node {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = DropWatch.LONGEST.plusSeconds(2);

	private static final Pattern TIMING = Pattern.compile("(\\w+);dur=([\\d.]+)");

	private final String name;

	private final URI address;

	private final RestClient client;

	Node(String name, URI address, RestClient.Builder client) {
		this.name = name;
		this.address = address;
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
				HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build());
		requests.setReadTimeout(TIMEOUT);
		this.client = client.clone().baseUrl(address.toString()).requestFactory(requests).build();
	}

	String name() {
		return this.name;
	}

	/**
	 * How the node stands; one that does not answer has no caches to tell of.
	 */
	NodeState state(String self) {
		boolean isSelf = this.name.equals(self);
		try {
			SharedCacheState[] caches = this.client.get()
				.uri("/api/node/caches")
				.retrieve()
				.body(SharedCacheState[].class);
			return new NodeState(this.name, this.address, isSelf, true,
					(caches != null) ? Arrays.asList(caches) : List.of());
		}
		catch (RestClientException ex) {
			return new NodeState(this.name, this.address, isSelf, false, List.of());
		}
	}

	/**
	 * Has the node begin to watch a city.
	 */
	UUID watch(long cityId) {
		Watch watch = this.client.post().uri("/api/node/watches?city={id}", cityId).retrieve().body(Watch.class);
		return Objects.requireNonNull(watch).id();
	}

	/**
	 * When the node had dropped what it watches.
	 */
	@Nullable Instant awaitDrop(UUID watch) {
		Watch ended = this.client.get().uri("/api/node/watches/{id}", watch).retrieve().body(Watch.class);
		return Objects.requireNonNull(ended).droppedAt();
	}

	/**
	 * Looks a city up there.
	 */
	Answer lookUp(long cityId) {
		String timing = this.client.get()
			.uri("/api/cities/{id}", cityId)
			.retrieve()
			.toBodilessEntity()
			.getHeaders()
			.getFirst("Server-Timing");
		Matcher matcher = TIMING.matcher((timing != null) ? timing : "");
		return matcher.matches() ? new Answer(this.name, matcher.group(1), Double.parseDouble(matcher.group(2)))
				: new Answer(this.name, "unknown", 0);
	}

}
