package io.bespokecache.atlas.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import io.bespokecache.atlas.city.Cities;
import io.bespokecache.atlas.city.City;
import io.bespokecache.atlas.node.EvictionReport.Answer;
import io.bespokecache.atlas.node.EvictionReport.Arrival;
import io.bespokecache.atlas.web.NotFoundException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * All nodes of Atlas, as this one sees them. Thread-safe.
 */
@Component
class Nodes {

	private final String self;

	private final List<Node> nodes = new ArrayList<>();

	private final Cities cities;

	private final Clock clock;

	Nodes(ClusterProperties properties, RestClient.Builder client, Cities cities, Clock clock) {
		this.self = properties.self();
		new TreeMap<>(properties.nodes()).forEach((name, address) -> this.nodes.add(new Node(name, address, client)));
		this.cities = cities;
		this.clock = clock;
	}

	/**
	 * How all nodes stand; none if this Atlas is alone.
	 */
	List<NodeState> states() {
		return this.nodes.stream().map((node) -> node.state(this.self)).toList();
	}

	/**
	 * Has every node look a city up and watch it, evicts it here, and tells when each
	 * node had dropped it, by the clock that the nodes of one machine have in common.
	 * Then looks it up again, here first.
	 * @param cityId GeoNames id
	 * @return how the eviction travelled
	 * @throws NotFoundException if there is no such city
	 */
	synchronized EvictionReport evict(long cityId) {
		City city = this.cities.byId(cityId)
			.orElseThrow(() -> new NotFoundException("There is no city " + cityId + "."));
		Map<Node, UUID> watches = new LinkedHashMap<>();
		this.nodes.forEach((node) -> watches.put(node, node.watch(cityId)));
		Instant start = this.clock.instant();
		this.cities.forget(cityId);
		double callMillis = millis(start, this.clock.instant());
		List<Arrival> arrivals = new ArrayList<>();
		watches.forEach((node, watch) -> arrivals.add(arrival(node, start, node.awaitDrop(watch))));
		return new EvictionReport(city.name(), this.self, callMillis, arrivals, lookUpAgain(cityId));
	}

	private static Arrival arrival(Node node, Instant start, @Nullable Instant dropped) {
		return new Arrival(node.name(), (dropped != null) ? millis(start, dropped) : null);
	}

	private static double millis(Instant start, Instant end) {
		return Duration.between(start, end).toNanos() / 1e6;
	}

	private List<Answer> lookUpAgain(long cityId) {
		List<Node> order = new ArrayList<>(this.nodes);
		order.sort((one, other) -> Boolean.compare(other.name().equals(this.self), one.name().equals(this.self)));
		return order.stream().map((node) -> node.lookUp(cityId)).toList();
	}

}
