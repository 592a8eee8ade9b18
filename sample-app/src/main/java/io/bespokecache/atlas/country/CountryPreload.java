package io.bespokecache.atlas.country;

import io.bespokecache.spring.CachePreload;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Fills the cache of countries before the first visitor asks for one.
 */
@Configuration(proxyBeanMethods = false)
class CountryPreload {

	@Bean
	CachePreload<String, Country> everyCountry(Countries countries) {
		return countries::forEach;
	}

}
