"""Pages of the site: home, topics, posts, resources, media, research, people, partners, forms."""
