package io.bespokecache.atlas.node;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.bespokecache.spring.BespokeCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * This node, and what it knows of all nodes, over HTTP.
 */
@RestController
@RequestMapping("/api")
class NodeController {

	private final BespokeCacheManager caches;

	private final DropWatch drops;

	private final Nodes nodes;

	NodeController(BespokeCacheManager caches, DropWatch drops, Nodes nodes) {
		this.caches = caches;
		this.drops = drops;
		this.nodes = nodes;
	}

	@GetMapping("/nodes")
	List<NodeState> nodes() {
		return this.nodes.states();
	}

	@PostMapping("/nodes/evictions")
	EvictionReport evict(@RequestParam long city) {
		return this.nodes.evict(city);
	}

	@GetMapping("/node/caches")
	List<SharedCacheState> caches() {
		return this.caches.getCacheNames()
			.stream()
			.sorted()
			.map(this.caches::getCache)
			.filter(Objects::nonNull)
			.map(SharedCacheState::of)
			.toList();
	}

	@PostMapping("/node/watches")
	@ResponseStatus(HttpStatus.CREATED)
	Watch watch(@RequestParam long city) {
		return new Watch(this.drops.begin(city), null);
	}

	@GetMapping("/node/watches/{id}")
	Watch watch(@PathVariable UUID id) {
		return new Watch(id, this.drops.await(id));
	}

	/**
	 * A watch over a city in this process.
	 *
	 * @param id id of the watch
	 * @param droppedAt when the city was gone; {@code null} before that, or if it was
	 * held to the end
	 */
	record Watch(UUID id, @Nullable Instant droppedAt) {

	}

}
