package com.example;

import java.time.LocalDate;
import java.util.List;

record Greeting(String text, LocalDate since, List<String> languages) {

}
