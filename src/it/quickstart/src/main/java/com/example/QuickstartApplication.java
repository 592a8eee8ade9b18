package com.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
class QuickstartApplication {

	private final Countries countries;

	QuickstartApplication(Countries countries) {
		this.countries = countries;
	}

	public static void main(String[] args) {
		SpringApplication.run(QuickstartApplication.class, args);
	}

	@GetMapping("/countries/{code}")
	String country(@PathVariable String code) {
		return this.countries.nameOf(code);
	}

}
