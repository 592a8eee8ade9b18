package io.bespokecache.spring.redis.observer;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

/**
 * What an application would do with the database.
 */
class RegisterService {

	static final String CACHE = "registers";

	private final Registers registers;

	private final int node;

	RegisterService(Registers registers, int node) {
		this.registers = registers;
		this.node = node;
	}

	@Cacheable(RegisterService.CACHE)
	public Register find(int key) {
		return new Register(key, this.registers.load(key, this.node));
	}

	@CacheEvict(RegisterService.CACHE)
	public void written(int key) {
	}

	@CacheEvict(cacheNames = RegisterService.CACHE, allEntries = true)
	public void allWritten() {
	}

	/**
	 * What a register held.
	 *
	 * @param key whose register it is
	 * @param version what it held
	 */
	record Register(int key, long version) {

	}

}
