"""How the tables of accounts came to be; made by Django."""
